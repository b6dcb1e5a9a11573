using System;
using AwsSignTools.Buffers;
using AwsSignTools.Compatibility;

namespace AwsSignTools.SigV4;

/// <summary>The signature of a request (SigV4, "Calculate the signature"): HMAC of the string to sign with the signing key.</summary>
internal static class RequestSignature
{
    /// <summary>Signs a canonical request.</summary>
    public static void Compute(
        AwsCredential credential, CredentialScope scope, DateTimeOffset time, ReadOnlySpan<byte> canonicalRequest, Span<byte> signature)
    {
        Span<byte> key = stackalloc byte[SigningKey.Length];
        ByteWriter writer = new(256);
        try
        {
            StringToSign.WriteForRequest(ref writer, time, scope, canonicalRequest);
            SigningKeyCache.Shared.CopyKey(credential, scope, key);
            PlatformCrypto.HmacSha256(key, writer.Written, signature);
        }
        finally
        {
            PlatformCrypto.Zero(key);
            writer.Dispose();
        }
    }
}
