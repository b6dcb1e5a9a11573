using System.Buffers.Binary;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>Frames whose checksums are right, whatever is in them.</summary>
internal static class RawFrame
{
    /// <summary>A frame around a header block and a payload.</summary>
    public static byte[] Of(byte[] headers, byte[] payload)
    {
        byte[] frame = [.. Prelude(16 + headers.Length + payload.Length, headers.Length), .. headers, .. payload];
        return [.. frame, .. BigEndian(Crc32(frame))];
    }

    /// <summary>The beginning of a frame.</summary>
    public static byte[] Prelude(int length, int headersLength)
    {
        byte[] lengths = [.. BigEndian((uint)length), .. BigEndian((uint)headersLength)];
        return [.. lengths, .. BigEndian(Crc32(lengths))];
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    // RFC 1952, section 8, bit by bit.
    private static uint Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
