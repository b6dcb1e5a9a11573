using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace AwsSignTools.Fuzz.Support;

/// <summary>What a stream is by the format's own words (smithy, "Event stream: message encoding"), read in the plainest way.</summary>
internal static class ReferenceFrames
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly uint[] Table = MakeTable();

    /// <summary>The length of each type's value, by its number; -1 for a length that precedes the value.</summary>
    private static readonly int[] ValueLengths = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];

    /// <summary>CRC-32 as zlib computes it.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>Reads one frame.</summary>
    /// <param name="stream">The bytes from the start of the frame on.</param>
    /// <param name="failureId">What is wrong; null if the frame is right.</param>
    /// <param name="failureOffset">Where that is, from the start of the frame.</param>
    /// <returns>The frame's length; 0 if it is wrong.</returns>
    public static int ReadOne(ReadOnlySpan<byte> stream, out string? failureId, out int failureOffset)
    {
        failureOffset = 0;
        failureId = "EventStreamTruncated";
        if (stream.Length < 12)
        {
            return 0;
        }

        long total = BinaryPrimitives.ReadUInt32BigEndian(stream);
        long headers = BinaryPrimitives.ReadUInt32BigEndian(stream.Slice(4));
        if (Crc32(stream.Slice(0, 8)) != BinaryPrimitives.ReadUInt32BigEndian(stream.Slice(8)))
        {
            failureId = "EventStreamPreludeChecksumInvalid";
            return 0;
        }

        bool isTotalWrong = total < 16;
        bool areHeadersWrong = headers > 128 * 1024 || headers > total - 16;
        if (isTotalWrong || areHeadersWrong || total - 16 - headers > 24 * 1024 * 1024)
        {
            failureId = "EventStreamLengthInvalid";
            failureOffset = !isTotalWrong && areHeadersWrong ? 4 : 0;
            return 0;
        }

        if (stream.Length < total)
        {
            return 0;
        }

        int end = (int)total - 4;
        if (Crc32(stream.Slice(0, end)) != BinaryPrimitives.ReadUInt32BigEndian(stream.Slice(end)))
        {
            failureId = "EventStreamMessageChecksumInvalid";
            return 0;
        }

        int wrong = FindWrongHeader(stream.Slice(12, (int)headers));
        failureId = wrong < 0 ? null : "EventStreamHeaderInvalid";
        failureOffset = wrong < 0 ? 0 : 12 + wrong;
        return wrong < 0 ? (int)total : 0;
    }

    /// <summary>The offset of the first header that is not allowed, a second of one name after all others; -1 if every one is right.</summary>
    public static int FindWrongHeader(ReadOnlySpan<byte> block)
    {
        List<(int Offset, string Name)> names = [];
        int at = 0;
        while (at < block.Length)
        {
            int start = at;
            if (!TryTake(block, ref at, block[at++], out ReadOnlySpan<byte> name)
                || name.IsEmpty
                || !TryTake(block, ref at, 1, out ReadOnlySpan<byte> type)
                || type[0] > 9
                || TextOf(name) is not { } text)
            {
                return start;
            }

            int length = ValueLengths[type[0]];
            if (length < 0)
            {
                if (!TryTake(block, ref at, 2, out ReadOnlySpan<byte> written))
                {
                    return start;
                }

                length = (written[0] << 8) | written[1];
            }

            if (length >= 1 << 15 || !TryTake(block, ref at, length, out ReadOnlySpan<byte> value) || (type[0] == 7 && TextOf(value) is null))
            {
                return start;
            }

            names.Add((start, text));
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach ((int offset, string name) in names)
        {
            if (!seen.Add(name))
            {
                return offset;
            }
        }

        return -1;
    }

    /// <summary>Writes the right checksums into every frame of a stream, as far as its lengths lead to another.</summary>
    public static void Repair(Span<byte> stream)
    {
        while (stream.Length >= 16)
        {
            BinaryPrimitives.WriteUInt32BigEndian(stream.Slice(8), Crc32(stream.Slice(0, 8)));
            uint total = BinaryPrimitives.ReadUInt32BigEndian(stream);
            if (total < 16 || total > stream.Length)
            {
                return;
            }

            int end = (int)total - 4;
            BinaryPrimitives.WriteUInt32BigEndian(stream.Slice(end), Crc32(stream.Slice(0, end)));
            stream = stream.Slice((int)total);
        }
    }

    private static bool TryTake(ReadOnlySpan<byte> block, ref int at, int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (block.Length - at < length)
        {
            return false;
        }

        taken = block.Slice(at, length);
        at += length;
        return true;
    }

    private static string? TextOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
