using System;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>The strings to sign: of a request (SigV4, "Create a string to sign") and of an event of a stream.</summary>
internal static class StringToSign
{
    /// <summary>The algorithm of a request's signature.</summary>
    public static ReadOnlySpan<byte> RequestAlgorithm => "AWS4-HMAC-SHA256"u8;

    /// <summary>The algorithm of an event's signature.</summary>
    public static ReadOnlySpan<byte> EventAlgorithm => "AWS4-HMAC-SHA256-PAYLOAD"u8;

    /// <summary>Writes the string to sign of a request.</summary>
    public static void WriteForRequest(ref ByteWriter writer, DateTimeOffset time, CredentialScope scope, ReadOnlySpan<byte> canonicalRequest)
    {
        Span<byte> hash = stackalloc byte[PlatformCrypto.Sha256Length];
        WriteStart(ref writer, RequestAlgorithm, time, scope);
        PlatformCrypto.Sha256(canonicalRequest, hash);
        writer.WriteHex(hash);
    }

    /// <summary>Writes the string to sign of an event.</summary>
    public static void WriteForEvent(
        ref ByteWriter writer,
        DateTimeOffset time,
        CredentialScope scope,
        ReadOnlySpan<byte> priorSignature,
        ReadOnlySpan<byte> dateHeader,
        ReadOnlySpan<byte> payload)
    {
        Span<byte> hash = stackalloc byte[PlatformCrypto.Sha256Length];
        WriteStart(ref writer, EventAlgorithm, time, scope);
        writer.WriteHex(priorSignature);
        writer.Write((byte)'\n');
        PlatformCrypto.Sha256(dateHeader, hash);
        writer.WriteHex(hash);
        writer.Write((byte)'\n');
        PlatformCrypto.Sha256(payload, hash);
        writer.WriteHex(hash);
    }

    private static void WriteStart(ref ByteWriter writer, ReadOnlySpan<byte> algorithm, DateTimeOffset time, CredentialScope scope)
    {
        writer.Write(algorithm);
        writer.Write((byte)'\n');
        AmzDate.WriteDateTime(ref writer, time);
        writer.Write((byte)'\n');
        scope.Write(ref writer, "/"u8);
        writer.Write((byte)'\n');
    }
}

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
