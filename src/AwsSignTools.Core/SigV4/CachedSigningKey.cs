using System;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>A derived signing key in a <see cref="SigningKeyCache"/>, under whose lock each member is used, and the HMACs of it that stand ready.</summary>
internal sealed class CachedSigningKey
{
    private readonly byte[] _fingerprint;
    private readonly CredentialScope _scope;
    private readonly byte[] _key;
    private KeyedHmac? _idle;
    private bool _isWiped;

    /// <summary>Keeps a copy of a key.</summary>
    public CachedSigningKey(AwsCredential credential, CredentialScope scope, ReadOnlySpan<byte> key)
    {
        _fingerprint = credential.Fingerprint;
        _scope = scope;
        _key = key.ToArray();
    }

    /// <summary>When it was used last, by the cache's own clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>True for the key of this secret and scope.</summary>
    public bool Is(AwsCredential credential, CredentialScope scope) =>
        _scope.Date == scope.Date
        && string.Equals(_scope.Region, scope.Region, StringComparison.Ordinal)
        && string.Equals(_scope.Service, scope.Service, StringComparison.Ordinal)
        && (ReferenceEquals(_fingerprint, credential.Fingerprint) || PlatformCrypto.FixedTimeEquals(_fingerprint, credential.Fingerprint));

    /// <summary>Takes out an HMAC that nobody uses; where there is none, copies the key into <paramref name="key"/>, to make one with.</summary>
    public KeyedHmac? Take(Span<byte> key)
    {
        KeyedHmac? hmac = _idle;
        if (hmac is null)
        {
            _key.CopyTo(key);
            return null;
        }

        _idle = hmac.Next;
        return hmac;
    }

    /// <summary>
    /// Puts an HMAC of the key where the next signature finds it: there are as many as ever signed at once. Where the key went meanwhile, or the
    /// HMAC is not fit for another signature, it goes too.
    /// </summary>
    public void GiveBack(KeyedHmac hmac, bool isFit)
    {
        if (_isWiped || !isFit)
        {
            hmac.Dispose();
            return;
        }

        hmac.Next = _idle;
        _idle = hmac;
    }

    /// <summary>Wipes the key, and every HMAC of it that is not out; those that are go when they come back.</summary>
    public void Wipe()
    {
        _isWiped = true;
        PlatformCrypto.Zero(_key);
        for (KeyedHmac? hmac = _idle; hmac is not null; hmac = hmac.Next)
        {
            hmac.Dispose();
        }

        _idle = null;
    }
}
