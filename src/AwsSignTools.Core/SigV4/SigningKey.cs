using System;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// The derived signing key: four HMACs over the secret, the date, the region, the service and <c>aws4_request</c>
/// (SigV4, "Calculate the signature").
/// </summary>
public static class SigningKey
{
    /// <summary>The length of a signing key, in bytes.</summary>
    public const int Length = PlatformCrypto.Sha256Length;

    /// <summary>Wipes the derived keys that signers keep for their next signature.</summary>
    public static void ForgetAll() => SigningKeyCache.Shared.Clear();

    /// <summary>Derives the key. Whoever asks for it wipes it after use.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="scope">What the key is for.</param>
    /// <param name="key">Receives the <see cref="Length"/> bytes of the key.</param>
    /// <exception cref="ArgumentNullException"><paramref name="credential"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> is shorter than <see cref="Length"/>.</exception>
    public static void Derive(AwsCredential credential, CredentialScope scope, Span<byte> key)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (key.Length < Length)
        {
            throw new ArgumentException("A signing key takes 32 bytes.", nameof(key));
        }

        Derive(credential.SecretAccessKey, AmzDate.FormatDay(scope.Date), scope.Region, scope.Service, key.Slice(0, Length));
    }

    /// <summary>Derives a key from parts that need not be right: whoever looks for what a faulty signer did tries many.</summary>
    internal static void Derive(ReadOnlySpan<byte> secret, string date, string region, string service, Span<byte> key)
    {
        ByteWriter writer = new(128);
        try
        {
            writer.Write("AWS4"u8);
            writer.Write(secret);
            int secretEnd = writer.Length;
            writer.WriteUtf8(date.AsSpan());
            PlatformCrypto.HmacSha256(writer.Written.Slice(0, secretEnd), writer.Written.Slice(secretEnd), key);

            int regionStart = writer.Length;
            writer.WriteUtf8(region.AsSpan());
            PlatformCrypto.HmacSha256(key, writer.Written.Slice(regionStart), key);

            int serviceStart = writer.Length;
            writer.WriteUtf8(service.AsSpan());
            PlatformCrypto.HmacSha256(key, writer.Written.Slice(serviceStart), key);
            PlatformCrypto.HmacSha256(key, CredentialScope.Terminator, key);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
