using System;
using System.Buffers.Binary;
using AwsSignTools.Compatibility;

namespace AwsSignTools.Buffers;

/// <summary>Hexadecimal digits, written in lower case as SigV4 wants hashes and signatures.</summary>
internal static class Hex
{
    /// <summary>Writes two lower-case digits for each byte.</summary>
    public static void Encode(scoped ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        // Four bytes at a time, as a hash always is: half the time of a digit after another.
        int i = 0;
        for (; i + 4 <= bytes.Length; i += 4)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination.Slice(2 * i), Digits(BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(i))));
        }

        for (; i < bytes.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination.Slice(2 * i), (ushort)Digits(bytes[i]));
        }
    }

    /// <summary>The lower-case digits of <paramref name="bytes"/> as a string.</summary>
    public static string ToString(scoped ReadOnlySpan<byte> bytes)
    {
        Span<byte> digits = bytes.Length <= 64 ? stackalloc byte[bytes.Length * 2] : new byte[bytes.Length * 2];
        Encode(bytes, digits);
        return Text.FromAscii(digits);
    }

    /// <summary>Reads digits of either case; false where the length or a digit is wrong.</summary>
    public static bool TryDecode(ReadOnlySpan<char> digits, Span<byte> destination)
    {
        if (digits.Length != destination.Length * 2)
        {
            return false;
        }

        for (int i = 0; i < destination.Length; i++)
        {
            int value = (Digit(digits[2 * i]) << 4) | Digit(digits[(2 * i) + 1]);
            if (value < 0)
            {
                return false;
            }

            destination[i] = (byte)value;
        }

        return true;
    }

    // The digits of four bytes, the first byte the lowest: each nibble is moved into a byte of its own, and '0' added to it, or 'a' - 10 where it is above 9.
    private static ulong Digits(ulong bytes)
    {
        ulong nibbles = (bytes | (bytes << 16)) & 0x0000_FFFF_0000_FFFF;
        nibbles = (nibbles | (nibbles << 8)) & 0x00FF_00FF_00FF_00FF;
        nibbles = ((nibbles >> 4) | (nibbles << 8)) & 0x0F0F_0F0F_0F0F_0F0F;
        ulong letters = ((nibbles + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101;
        return nibbles + 0x3030_3030_3030_3030 + (letters * ('a' - '0' - 10));
    }

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
