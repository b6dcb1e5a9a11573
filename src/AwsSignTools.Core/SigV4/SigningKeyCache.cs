using System;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// Derived signing keys by (secret, date, region, service), and their HMACs ready to sign: bounded, the least recently used goes first, and a key is
/// wiped when it goes. What signs is taken out under the lock, so that an eviction never wipes what is in use.
/// </summary>
internal sealed class SigningKeyCache
{
    private readonly object _gate = new();
    private readonly CachedSigningKey[] _keys;
    private int _count;
    private long _clock;

    /// <summary>Makes a cache.</summary>
    /// <param name="capacity">How many keys it holds at the most.</param>
    public SigningKeyCache(int capacity) => _keys = new CachedSigningKey[capacity];

    /// <summary>The keys of this process. 32 hold a bulk job over every region, or a stream over midnight.</summary>
    public static SigningKeyCache Shared { get; } = new(32);

    /// <summary>How many keys are held.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Signs with the key of a scope: derives it the first time, and keeps it.</summary>
    public void Sign(AwsCredential credential, CredentialScope scope, ReadOnlySpan<byte> stringToSign, Span<byte> signature)
    {
        Span<byte> key = stackalloc byte[SigningKey.Length];
        try
        {
            if (Take(credential, scope, key, out KeyedHmac? hmac) is { } cached)
            {
                SignWith(cached, hmac ?? new KeyedHmac(key), stringToSign, signature);
                return;
            }

            // A key's first signature is often its last: a script makes one URL and ends.
            SigningKey.Derive(credential, scope, key);
            PlatformCrypto.HmacSha256(key, stringToSign, signature);
            lock (_gate)
            {
                if (Find(credential, scope) is null)
                {
                    Add(credential, scope, key);
                }
            }
        }
        finally
        {
            PlatformCrypto.Zero(key);
        }
    }

    /// <summary>Wipes and forgets every key.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            for (int i = 0; i < _count; i++)
            {
                _keys[i].Wipe();
            }

            Array.Clear(_keys, 0, _count);
            _count = 0;
        }
    }

    // What the key needs to sign: an HMAC that nobody uses now, or else the key itself, copied while nobody can wipe it. Null: there is no such key.
    private CachedSigningKey? Take(AwsCredential credential, CredentialScope scope, Span<byte> key, out KeyedHmac? hmac)
    {
        lock (_gate)
        {
            CachedSigningKey? found = Find(credential, scope);
            hmac = found?.Take(key);
            if (found is not null)
            {
                found.LastUsed = ++_clock;
            }

            return found;
        }
    }

    private void SignWith(CachedSigningKey key, KeyedHmac hmac, ReadOnlySpan<byte> stringToSign, Span<byte> signature)
    {
        bool isFit = false;
        try
        {
            hmac.Compute(stringToSign, signature);
            isFit = true;
        }
        finally
        {
            lock (_gate)
            {
                key.GiveBack(hmac, isFit);
            }
        }
    }

    private CachedSigningKey? Find(AwsCredential credential, CredentialScope scope)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_keys[i].Is(credential, scope))
            {
                return _keys[i];
            }
        }

        return null;
    }

    private void Add(AwsCredential credential, CredentialScope scope, ReadOnlySpan<byte> key)
    {
        int index = _count;
        if (index == _keys.Length)
        {
            index = 0;
            for (int i = 1; i < _count; i++)
            {
                index = _keys[i].LastUsed < _keys[index].LastUsed ? i : index;
            }

            _keys[index].Wipe();
        }
        else
        {
            _count++;
        }

        _keys[index] = new CachedSigningKey(credential, scope, key) { LastUsed = ++_clock };
    }
}

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
