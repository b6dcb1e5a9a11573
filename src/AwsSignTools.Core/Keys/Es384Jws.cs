using System;
using System.Security.Cryptography;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>
/// A JWS in compact form (RFC 7515 section 7.1) signed with ES384 (RFC 7518 section 3.4): ECDSA on P-384 with SHA-384, the signature
/// R‖S of 96 bytes. The header is just <c>{"alg":"ES384","typ":"JWT"}</c>.
/// </summary>
public static class Es384Jws
{
    /// <summary>The protected header in base64url, and the dot behind it.</summary>
    private static ReadOnlySpan<byte> EncodedHeader => "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9."u8;

    /// <summary>Signs a payload.</summary>
    /// <param name="payload">The payload: the claims as JSON in UTF-8.</param>
    /// <param name="key">A private key on P-384.</param>
    /// <returns>The token: header, payload and signature in base64url, dots between them.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>PrivateKeyUnusable</c>: the platform cannot sign with the key.</exception>
    public static string Sign(ReadOnlySpan<byte> payload, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> signature = stackalloc byte[PlatformCrypto.Es384SignatureLength];
        ByteWriter token = new(EncodedHeader.Length + (payload.Length * 4 / 3) + 160);
        try
        {
            token.Write(EncodedHeader);
            WriteBase64Url(ref token, payload);
            PlatformCrypto.SignEs384(key, token.Written, signature);
            token.Write((byte)'.');
            WriteBase64Url(ref token, signature);
            return Text.FromAscii(token.Written);
        }
        catch (Exception e) when (e is CryptographicException or ObjectDisposedException or ArgumentException)
        {
            throw InvalidInputException.For(
                "PrivateKeyUnusable",
                "PrivateKey",
                "The platform could not make an ES384 signature with the key: it has no private part, or it is disposed or damaged.",
                "Give a P-384 private key.",
                e,
                FindingCategory.InvalidKey);
        }
        finally
        {
            token.Dispose();
        }
    }

    private static void WriteBase64Url(ref ByteWriter writer, scoped ReadOnlySpan<byte> bytes) =>
        writer.Advance(Base64Url.Encode(bytes, writer.GetSpan(((bytes.Length + 2) / 3) * 4)));
}
