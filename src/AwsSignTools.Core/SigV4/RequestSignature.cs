using System;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>The signature of a request (SigV4, "Calculate the signature"): HMAC of the string to sign with the signing key.</summary>
internal static class RequestSignature
{
    /// <summary>Signs a canonical request.</summary>
    public static void Compute(
        AwsCredential credential, CredentialScope scope, DateTimeOffset time, ReadOnlySpan<byte> canonicalRequest, Span<byte> signature)
    {
        ByteWriter writer = new(256);
        try
        {
            StringToSign.WriteForRequest(ref writer, time, scope, canonicalRequest);
            SigningKeyCache.Shared.Sign(credential, scope, writer.Written, signature);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
