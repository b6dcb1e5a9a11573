using System;
using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>Bytes are not frames of an event stream. What is wrong, where, and what was expected is said by <see cref="Finding"/> and the properties.</summary>
public abstract class EventStreamFormatException : FormatException
{
    private protected EventStreamFormatException(
        string id, long frameNumber, long offset, string what, object? expected, object? found, string remedy)
        : base(SafeText.Of($"Frame {frameNumber}, at byte {offset}: {what} {remedy}"))
    {
        FrameNumber = frameNumber;
        Offset = offset;
        Expected = expected;
        Found = SafeText.OfValue(found);
        Finding = new Finding(id, FindingSeverity.Error, $"Frame {frameNumber}, at byte {offset}: {what}", remedy, frameNumber)
        {
            Category = FindingCategory.InvalidData,
        };
    }

    /// <summary>The stable id, what is wrong, and what to do.</summary>
    public Finding Finding { get; }

    /// <summary>The number of the frame in the stream, from 1.</summary>
    public long FrameNumber { get; }

    /// <summary>Where in the stream it is wrong: a count of bytes from 0.</summary>
    public long Offset { get; }

    /// <summary>What had to be there; null if a rule says more than a value.</summary>
    public object? Expected { get; }

    /// <summary>What was there; text without characters that a terminal would act on.</summary>
    public object? Found { get; }
}

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

    /// <summary>True if it is the prelude's, that is the lengths'.</summary>
    public bool IsPrelude { get; }

    private static string Hex(uint value) => value.ToString("x8", CultureInfo.InvariantCulture);
}

/// <summary>A length that no message can have, though the prelude's CRC-32 is right.</summary>
public sealed class EventStreamLengthException : EventStreamFormatException
{
    internal EventStreamLengthException(long frameNumber, long offset, string what, object expected, object found)
        : base("EventStreamLengthInvalid", frameNumber, offset, what, expected, found, "Whoever made the frame breaks the format's limits; pass over it with -SkipInvalid.")
    {
    }
}

/// <summary>A header that the format does not allow, though both CRC-32s are right.</summary>
public sealed class EventStreamHeaderException : EventStreamFormatException
{
    internal EventStreamHeaderException(HeaderProblem problem, long frameNumber, long offset, object? found)
        : base(
            "EventStreamHeaderInvalid",
            frameNumber,
            offset,
            Describe(problem, found),
            null,
            found,
            "Whoever made the frame breaks the format's rules; pass over it with -SkipInvalid.")
    {
    }

    private static string Describe(HeaderProblem problem, object? found) => problem switch
    {
        HeaderProblem.Cut => "the header block ends within this header.",
        HeaderProblem.NameEmpty => "the header's name is empty; a name takes 1 to 255 bytes.",
        HeaderProblem.NameNotUtf8 => "the header's name is not UTF-8.",
        HeaderProblem.TypeUnknown => $"the header's value has the type {found}; the types are 0 to 9.",
        HeaderProblem.ValueTooLong => $"the header's value takes {found} bytes; at most {EventStreamLimits.ValueLength} are allowed.",
        HeaderProblem.ValueNotUtf8 => "the header's string is not UTF-8.",
        _ => $"the header {Findings.Quoted.Value(found as string)} is there twice; names are unique in a message.",
    };
}

/// <summary>The stream ends within a frame.</summary>
public sealed class EventStreamTruncatedException : EventStreamFormatException
{
    internal EventStreamTruncatedException(long frameNumber, long offset, long leftOver, long? frameLength)
        : base(
            "EventStreamTruncated",
            frameNumber,
            offset,
            frameLength is { } length
                ? $"the stream ends after {leftOver} of the frame's {length} bytes."
                : $"the stream ends {leftOver} bytes into a frame, before its length is known.",
            frameLength,
            leftOver,
            "The frames before are whole; get the rest of the stream.") => LeftOver = leftOver;

    /// <summary>How many bytes are left over: those of the frame that is not whole.</summary>
    public long LeftOver { get; }
}
