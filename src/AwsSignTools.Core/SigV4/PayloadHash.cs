using System;
using System.IO;
using System.Security.Cryptography;
using AwsSignTools.Buffers;
using AwsSignTools.Compatibility;

namespace AwsSignTools.SigV4;

/// <summary>The hash line of a body (SigV4, "HashedPayload"): its SHA-256 in lower-case hexadecimal.</summary>
public static class PayloadHash
{
    private const int PieceLength = 81_920;

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
}
