using System;
using System.Buffers;
using System.Buffers.Text;

namespace AwsSignTools.Platform;

/// <summary>base64url without padding (RFC 4648 section 5, RFC 7515 section 2), over the platform's base64.</summary>
internal static class Base64Url
{
    /// <summary>How many characters <paramref name="byteCount"/> bytes take.</summary>
    public static int EncodedLength(int byteCount) => checked((int)(((byteCount * 4L) + 2) / 3));

    /// <summary>Writes the encoding and returns its length; <paramref name="destination"/> needs room for padded base64.</summary>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        OperationStatus status = Base64.EncodeToUtf8(bytes, destination, out _, out _);
        if (status != OperationStatus.Done)
        {
            throw new ArgumentException("The destination is too short for the padded encoding.", nameof(destination));
        }

        int length = EncodedLength(bytes.Length);
        Span<byte> encoded = destination.Slice(0, length);
        for (int i = 0; i < encoded.Length; i++)
        {
            encoded[i] = encoded[i] switch { (byte)'+' => (byte)'-', (byte)'/' => (byte)'_', byte same => same };
        }

        return length;
    }

    /// <summary>
    /// Decodes characters of base64url or of plain base64, without padding; null if there is another character, or a length no bytes have.
    /// </summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.Length % 4 == 1)
        {
            return null;
        }

        byte[] bytes = new byte[(int)(text.Length * 3L / 4)];
        int length = 0;
        int bits = 0;
        int bitCount = 0;
        foreach (char c in text)
        {
            int digit = Digit(c);
            if (digit < 0)
            {
                return null;
            }

            bits = ((bits << 6) | digit) & 0xFFF;
            bitCount += 6;
            if (bitCount >= 8)
            {
                bitCount -= 8;
                bytes[length++] = (byte)(bits >> bitCount);
            }
        }

        return bytes;
    }

    /// <summary>The value of a character of base64url or of plain base64, or -1.</summary>
    public static int Digit(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' or '+' => 62,
        '_' or '/' => 63,
        _ => -1,
    };
}
