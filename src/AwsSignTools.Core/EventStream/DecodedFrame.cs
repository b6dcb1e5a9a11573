using System;

namespace AwsSignTools.EventStream;

/// <summary>A frame that was read, and where it stood. A view of the decoder's bytes: good until the decoder goes on.</summary>
/// <param name="number">Its number in the stream, from 1.</param>
/// <param name="offset">Where it begins in the stream, from 0.</param>
/// <param name="bytes">The whole frame.</param>
/// <param name="message">Its headers and payload.</param>
public sealed class DecodedFrame(long number, long offset, ReadOnlyMemory<byte> bytes, RawMessage message)
{
    /// <summary>Its number in the stream, from 1.</summary>
    public long Number { get; } = number;

    /// <summary>Where it begins in the stream: a count of bytes from 0.</summary>
    public long Offset { get; } = offset;

    /// <summary>The whole frame, both CRC-32s right.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Its headers and payload.</summary>
    public RawMessage Message { get; } = message;
}
