using System;
using System.Collections.Generic;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>
/// Everything that a signature in a query is made of, except the secret: what the service computes, or, with a part changed, what a faulty
/// signer may have computed.
/// </summary>
internal sealed record SignedForm
{
    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The path of the canonical request.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The query of the canonical request.</summary>
    public string Query { get; init; } = string.Empty;

    /// <summary>The value of the host header.</summary>
    public string Host { get; init; } = string.Empty;

    /// <summary>The other signed headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The last line of the canonical request.</summary>
    public string PayloadHash { get; init; } = SignableRequest.EmptyPayloadHash;

    /// <summary>The date in the string to sign.</summary>
    public string Date { get; init; } = string.Empty;

    /// <summary>The scope in the string to sign.</summary>
    public string Scope { get; init; } = string.Empty;

    /// <summary>The day that the key is derived for.</summary>
    public string KeyDate { get; init; } = string.Empty;

    /// <summary>The region that the key is derived for.</summary>
    public string KeyRegion { get; init; } = string.Empty;

    /// <summary>The service that the key is derived for.</summary>
    public string KeyService { get; init; } = string.Empty;

    /// <summary>The canonical request.</summary>
    /// <exception cref="Findings.InvalidInputException">A header cannot be signed.</exception>
    public string CanonicalRequest
    {
        get
        {
            ByteWriter writer = new(1024);
            try
            {
                Write(ref writer);
                return Text.FromUtf8(writer.Written);
            }
            finally
            {
                writer.Dispose();
            }
        }
    }

    /// <summary>The string to sign.</summary>
    public string StringToSign
    {
        get
        {
            Span<byte> hash = stackalloc byte[PlatformCrypto.Sha256Length];
            ByteWriter writer = new(1024);
            try
            {
                Write(ref writer);
                PlatformCrypto.Sha256(writer.Written, hash);
                return $"AWS4-HMAC-SHA256\n{Date}\n{Scope}\n{Hex.ToString(hash)}";
            }
            finally
            {
                writer.Dispose();
            }
        }
    }

    /// <summary>True if the signature of this form with a secret is the given one.</summary>
    /// <param name="secret">The secret access key.</param>
    /// <param name="signature">The 32 bytes.</param>
    public bool Matches(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> signature)
    {
        Span<byte> key = stackalloc byte[SigningKey.Length];
        Span<byte> computed = stackalloc byte[PlatformCrypto.Sha256Length];
        try
        {
            SigningKey.Derive(secret, KeyDate, KeyRegion, KeyService, key);
            PlatformCrypto.HmacSha256(key, Text.StrictUtf8.GetBytes(StringToSign), computed);
            return PlatformCrypto.FixedTimeEquals(computed, signature);
        }
        finally
        {
            PlatformCrypto.Zero(key);
        }
    }

    private void Write(ref ByteWriter writer)
    {
        CanonicalHeaders headers = new(Host, Headers);
        SigV4.CanonicalRequest.WriteStart(ref writer, Method, Path);
        writer.WriteUtf8(Query.AsSpan());
        SigV4.CanonicalRequest.WriteEnd(ref writer, headers, PayloadHash);
    }
}
