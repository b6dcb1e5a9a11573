using System.Globalization;

namespace AwsSignTools.EventStream;

/// <summary>A CRC-32 does not match: that of the prelude, or that of the message.</summary>
public sealed class EventStreamChecksumException : EventStreamFormatException
{
    internal EventStreamChecksumException(bool prelude, long frameNumber, long offset, uint expected, uint found)
        : base(
            prelude ? "EventStreamPreludeChecksumInvalid" : "EventStreamMessageChecksumInvalid",
            frameNumber,
            offset,
            $"the CRC-32 of the {(prelude ? "prelude" : "message")} is {Hex(found)}, and that of its bytes {Hex(expected)}.",
            Hex(expected),
            Hex(found),
            prelude
                ? "No frame begins here: the bytes are no event stream, or some are missing; -SkipInvalid finds the next frame."
                : "The frame was changed or cut on its way; get it again, or pass over it with -SkipInvalid.") => IsPrelude = prelude;

    /// <summary>True where it is the prelude's, that is the lengths'.</summary>
    public bool IsPrelude { get; }

    private static string Hex(uint value) => value.ToString("x8", CultureInfo.InvariantCulture);
}
