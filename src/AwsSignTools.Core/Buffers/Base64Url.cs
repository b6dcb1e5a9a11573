using System;
using System.Buffers;
using System.Buffers.Text;

namespace AwsSignTools.Buffers;

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
}
