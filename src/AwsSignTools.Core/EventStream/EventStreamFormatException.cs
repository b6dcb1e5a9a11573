using System;
using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>Bytes are not frames of an event stream. What is wrong, where, and what was expected is said by <see cref="Finding"/> and the properties.</summary>
public abstract class EventStreamFormatException : FormatException
{
    private protected EventStreamFormatException(
        string id, long frameNumber, long offset, string what, object? expected, object? found, string remedy)
        : base($"Frame {frameNumber}, at byte {offset}: {what} {remedy}")
    {
        FrameNumber = frameNumber;
        Offset = offset;
        Expected = expected;
        Found = found;
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

    /// <summary>What had to be there; null where a rule says more than a value.</summary>
    public object? Expected { get; }

    /// <summary>What was there.</summary>
    public object? Found { get; }
}
