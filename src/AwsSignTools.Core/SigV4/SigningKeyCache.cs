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
