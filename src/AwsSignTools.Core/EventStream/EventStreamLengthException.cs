namespace AwsSignTools.EventStream;

/// <summary>A length that no message can have, though the prelude's CRC-32 is right.</summary>
public sealed class EventStreamLengthException : EventStreamFormatException
{
    internal EventStreamLengthException(long frameNumber, long offset, string what, object expected, object found)
        : base("EventStreamLengthInvalid", frameNumber, offset, what, expected, found, "Whoever made the frame breaks the format's limits; pass over it with -SkipInvalid.")
    {
    }
}
