using System;
using System.Security.Cryptography;

namespace AwsSignTools.Platform;

/// <summary>
/// HMAC-SHA-256 with a key that stays: the platform keeps what it made of the key, so that each further HMAC takes less than half the time of one
/// that begins with the key. Disposing wipes the key. Not for use by several threads at once.
/// </summary>
internal sealed class KeyedHmac : IDisposable
{
#if NET
    private readonly IncrementalHash _hmac;

    /// <summary>Takes the key in.</summary>
    public KeyedHmac(ReadOnlySpan<byte> key) => _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>HMAC-SHA-256 of <paramref name="data"/>.</summary>
    public void Compute(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        _hmac.AppendData(data);
        _ = _hmac.GetHashAndReset(mac);
    }
#else
    private readonly HMACSHA256 _hmac;

    /// <summary>Takes the key in.</summary>
    public KeyedHmac(ReadOnlySpan<byte> key)
    {
        byte[] keyCopy = key.ToArray();
        try
        {
            _hmac = new HMACSHA256(keyCopy);
        }
        finally
        {
            PlatformCrypto.Zero(keyCopy);
        }
    }

    /// <summary>HMAC-SHA-256 of <paramref name="data"/>.</summary>
    public void Compute(ReadOnlySpan<byte> data, Span<byte> mac) => PlatformCrypto.Compute(_hmac, data, mac);
#endif

    /// <summary>Another one of the same key, where they stand in a list.</summary>
    public KeyedHmac? Next { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _hmac.Dispose();
}
