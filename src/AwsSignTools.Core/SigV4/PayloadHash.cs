using System;
using System.IO;
using System.Security.Cryptography;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>The hash line of a body (SigV4, "HashedPayload"): its SHA-256 in lower-case hexadecimal.</summary>
public static class PayloadHash
{
    private const int PieceLength = 81_920;

    /// <summary>The hash line that a user gives.</summary>
    /// <param name="text">
    /// A SHA-256 in hexadecimal of either case, as Get-FileHash writes it; or a line for a body that is not hashed whole, such as
    /// <c>UNSIGNED-PAYLOAD</c>.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>PayloadHashInvalid</c>: it is neither.</exception>
    public static string Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> hash = stackalloc byte[PlatformCrypto.Sha256Length];
        return Hex.TryDecode(text.AsSpan(), hash) ? Hex.ToString(hash)
            : IsNamed(text) ? text
            : throw InvalidInputException.For(
                "PayloadHashInvalid",
                text,
                $"{Quoted.Value(text)} is not the hash of a payload.",
                $"Give the SHA-256 of the body as 64 hexadecimal digits, or {SignableRequest.UnsignedPayload}.");
    }

    /// <summary>The hash of a body in memory.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[PlatformCrypto.Sha256Length];
        PlatformCrypto.Sha256(body, hash);
        return Hex.ToString(hash);
    }

    /// <summary>The hash of a body that is read from where a stream stands to its end.</summary>
    /// <param name="body">The stream.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Of(Stream body)
    {
        ArgumentNullException.ThrowIfNull(body);
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[PieceLength];
        for (int length = body.Read(piece, 0, piece.Length); length > 0; length = body.Read(piece, 0, piece.Length))
        {
            sha256.AppendData(piece, 0, length);
        }

        return Hex.ToString(sha256.GetHashAndReset());
    }

    // UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-EVENTS, STREAMING-UNSIGNED-PAYLOAD-TRAILER, and what comes after them.
    private static bool IsNamed(string text)
    {
        foreach (char c in text)
        {
            if (c is not ((>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-'))
            {
                return false;
            }
        }

        return text.EndsWith("-PAYLOAD", StringComparison.Ordinal) || text.StartsWith("STREAMING-", StringComparison.Ordinal);
    }
}
