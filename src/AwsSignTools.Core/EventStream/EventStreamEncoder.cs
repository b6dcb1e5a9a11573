using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO.Hashing;
using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>
/// The wire form of a message (smithy, "Event stream: message encoding"): total length, headers length, CRC-32 of those, headers,
/// payload, CRC-32 of all before; all big-endian.
/// </summary>
public static class EventStreamEncoder
{
    /// <summary>Encodes a message into a new array of just its length.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    public static byte[] Encode(RawMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        byte[] frame = new byte[message.EncodedLength];
        Write(frame, message);
        return frame;
    }

    /// <summary>Encodes a message into a buffer writer.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Encode(RawMessage message, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(destination);
        int length = message.EncodedLength;
        Write(destination.GetSpan(length).Slice(0, length), message);
        destination.Advance(length);
    }

    /// <summary>Encodes one header, as an event's signature hashes it.</summary>
    internal static void WriteHeader(Span<byte> destination, in EventStreamHeader header)
    {
        destination[0] = (byte)header.NameBytes.Length;
        header.NameBytes.CopyTo(destination.Slice(1));
        header.Value.Write(destination.Slice(1 + header.NameBytes.Length));
    }

    /// <summary>The length of a frame.</summary>
    internal static int FrameLength(int headersLength, int payloadLength) =>
        EventStreamLimits.PreludeLength + headersLength + payloadLength + EventStreamLimits.TrailerLength;

    /// <summary>Writes a message into a span of just its length.</summary>
    internal static void Write(Span<byte> frame, RawMessage message)
    {
        WritePrelude(frame, message.HeadersLength);
        message.WriteHeaders(frame.Slice(EventStreamLimits.PreludeLength));
        message.Payload.Span.CopyTo(frame.Slice(EventStreamLimits.PreludeLength + message.HeadersLength));
        WriteTrailer(frame);
    }

    /// <summary>Writes the lengths and their CRC-32 for a frame that fills the span.</summary>
    internal static void WritePrelude(Span<byte> frame, int headersLength)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        BinaryPrimitives.WriteInt32BigEndian(frame.Slice(4), headersLength);
        BinaryPrimitives.WriteUInt32BigEndian(frame.Slice(8), Crc32.HashToUInt32(frame.Slice(0, 8)));
    }

    /// <summary>Writes the CRC-32 of a frame that fills the span and is otherwise complete.</summary>
    internal static void WriteTrailer(Span<byte> frame)
    {
        int end = frame.Length - EventStreamLimits.TrailerLength;
        BinaryPrimitives.WriteUInt32BigEndian(frame.Slice(end), Crc32.HashToUInt32(frame.Slice(0, end)));
    }

    /// <summary>Checks names and the length of the header block, and returns that length.</summary>
    internal static int CheckHeaders(ReadOnlySpan<EventStreamHeader> headers)
    {
        HashSet<string>? names = headers.Length > 1 ? new(StringComparer.Ordinal) : null;
        long length = 0;
        foreach (ref readonly EventStreamHeader header in headers)
        {
            if (header.Name is null)
            {
                throw new ArgumentException("A header was not made by its constructor and has no name.", nameof(headers));
            }

            if (names?.Add(header.Name) == false)
            {
                throw InvalidInputException.For(
                    "EventStreamHeaderDuplicate",
                    header.Name,
                    $"The header {Quoted.Value(header.Name)} is given twice; names are unique in a message.",
                    "Leave one of the two out.");
            }

            length += header.EncodedLength;
        }

        return length <= EventStreamLimits.HeadersLength
            ? (int)length
            : throw InvalidInputException.For(
                "EventStreamHeadersTooLong",
                length,
                $"The headers take {length} bytes; at most {EventStreamLimits.HeadersLength} are allowed.",
                "Move data from the headers into the payload.",
                category: FindingCategory.LimitsExceeded);
    }

    /// <summary>Checks the length of a payload.</summary>
    internal static void CheckPayload(int length)
    {
        if (length > EventStreamLimits.PayloadLength)
        {
            throw InvalidInputException.For(
                "EventStreamPayloadTooLong",
                length,
                $"The payload of {length} bytes is too long: at most {EventStreamLimits.PayloadLength} (24 MiB) are allowed in a message.",
                "Split it into several messages.",
                category: FindingCategory.LimitsExceeded);
        }
    }
}
