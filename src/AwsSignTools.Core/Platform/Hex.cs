using System;

namespace AwsSignTools.Platform;

/// <summary>Hexadecimal digits, written in lower case as SigV4 wants hashes and signatures.</summary>
internal static class Hex
{
    private static ReadOnlySpan<byte> LowerDigits => "0123456789abcdef"u8;

    /// <summary>Writes two lower-case digits for each byte.</summary>
    public static void Encode(scoped ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        ReadOnlySpan<byte> digits = LowerDigits;
        for (int i = 0; i < bytes.Length; i++)
        {
            destination[(2 * i) + 1] = digits[bytes[i] & 0xF];
            destination[2 * i] = digits[bytes[i] >> 4];
        }
    }

    /// <summary>The lower-case digits of <paramref name="bytes"/> as a string.</summary>
    public static string ToString(scoped ReadOnlySpan<byte> bytes)
    {
        Span<byte> digits = bytes.Length <= 64 ? stackalloc byte[bytes.Length * 2] : new byte[bytes.Length * 2];
        Encode(bytes, digits);
        return Text.FromAscii(digits);
    }

    /// <summary>Reads digits of either case; false if the length or a digit is wrong.</summary>
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

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
