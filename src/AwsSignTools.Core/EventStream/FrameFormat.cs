using System;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace AwsSignTools.EventStream;

/// <summary>The parts of a frame as bytes: the prelude with its lengths and CRC-32, and the message with its CRC-32.</summary>
internal static class FrameFormat
{
    /// <summary>The bytes of a frame besides headers and payload.</summary>
    public const uint Overhead = EventStreamLimits.PreludeLength + EventStreamLimits.TrailerLength;

    /// <summary>True if a prelude's CRC-32 is right, as it is if a frame begins with it.</summary>
    public static bool IsPrelude(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(8)) == Crc32.HashToUInt32(bytes.Slice(0, 8));

    /// <summary>True if the CRC-32 of a whole frame is right.</summary>
    public static bool IsMessageChecksumRight(ReadOnlySpan<byte> frame, out uint computed, out uint stated)
    {
        int end = frame.Length - EventStreamLimits.TrailerLength;
        stated = BinaryPrimitives.ReadUInt32BigEndian(frame.Slice(end));
        computed = Crc32.HashToUInt32(frame.Slice(0, end));
        return stated == computed;
    }

    /// <summary>The length of the frame that a prelude begins; 0 if no message can have its lengths.</summary>
    public static int LengthOf(ReadOnlySpan<byte> prelude)
    {
        uint total = BinaryPrimitives.ReadUInt32BigEndian(prelude);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(prelude.Slice(4));
        return total >= Overhead && headers <= Math.Min(EventStreamLimits.HeadersLength, total - Overhead)
            && total - Overhead - headers <= EventStreamLimits.PayloadLength ? (int)total : 0;
    }

    /// <summary>The length of the headers of a frame whose prelude was checked.</summary>
    public static int HeadersLengthOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt32BigEndian(frame.Slice(4));

    /// <summary>The headers and the payload of a frame that was checked.</summary>
    public static RawMessage MessageOf(ReadOnlyMemory<byte> frame)
    {
        int payloadStart = EventStreamLimits.PreludeLength + HeadersLengthOf(frame.Span);
        return RawMessage.View(
            frame.Slice(EventStreamLimits.PreludeLength, payloadStart - EventStreamLimits.PreludeLength),
            frame.Slice(payloadStart, frame.Length - EventStreamLimits.TrailerLength - payloadStart));
    }
}
