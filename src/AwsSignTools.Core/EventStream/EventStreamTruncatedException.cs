namespace AwsSignTools.EventStream;

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
