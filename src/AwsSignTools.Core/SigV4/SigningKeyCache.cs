using System;
using AwsSignTools.Compatibility;

namespace AwsSignTools.SigV4;

/// <summary>
/// Derived signing keys by (secret, date, region, service), and their HMACs ready to sign: bounded, the least recently used goes first, and a key is
/// wiped when it goes. What signs is taken out under the lock, so that an eviction never wipes what is in use.
/// </summary>
internal sealed class SigningKeyCache
{
    private readonly object _gate = new();
    private readonly Entry[] _entries;
    private int _count;
    private long _clock;

    /// <summary>Makes a cache.</summary>
    /// <param name="capacity">How many keys it holds at the most.</param>
    public SigningKeyCache(int capacity) => _entries = new Entry[capacity];

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
            if (TakeHmac(credential, scope, key, out KeyedHmac? hmac) is { } entry)
            {
                SignWith(entry, hmac ?? new KeyedHmac(key), stringToSign, signature);
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
                _entries[i].Wipe();
            }

            Array.Clear(_entries, 0, _count);
            _count = 0;
        }
    }

    // What the key needs to sign: an HMAC that nobody uses now, or else the key itself, copied while nobody can wipe it. Null: there is no such key.
    private Entry? TakeHmac(AwsCredential credential, CredentialScope scope, Span<byte> key, out KeyedHmac? hmac)
    {
        lock (_gate)
        {
            Entry? entry = Find(credential, scope);
            hmac = entry?.Idle;
            if (entry is null)
            {
                return null;
            }

            entry.LastUsed = ++_clock;
            if (hmac is null)
            {
                entry.Key.CopyTo(key);
            }
            else
            {
                entry.Idle = hmac.Next;
            }

            return entry;
        }
    }

    private void SignWith(Entry entry, KeyedHmac hmac, ReadOnlySpan<byte> stringToSign, Span<byte> signature)
    {
        KeyedHmac? unfit = hmac;
        try
        {
            hmac.Compute(stringToSign, signature);
            lock (_gate)
            {
                if (!entry.IsWiped)
                {
                    hmac.Next = entry.Idle;
                    entry.Idle = hmac;
                    unfit = null;
                }
            }
        }
        finally
        {
            unfit?.Dispose();
        }
    }

    private Entry? Find(AwsCredential credential, CredentialScope scope)
    {
        for (int i = 0; i < _count; i++)
        {
            Entry entry = _entries[i];
            if (entry.Date == scope.Date
                && string.Equals(entry.Region, scope.Region, StringComparison.Ordinal)
                && string.Equals(entry.Service, scope.Service, StringComparison.Ordinal)
                && (ReferenceEquals(entry.Fingerprint, credential.Fingerprint)
                    || PlatformCrypto.FixedTimeEquals(entry.Fingerprint, credential.Fingerprint)))
            {
                return entry;
            }
        }

        return null;
    }

    private void Add(AwsCredential credential, CredentialScope scope, ReadOnlySpan<byte> key)
    {
        int index = _count;
        if (index == _entries.Length)
        {
            index = 0;
            for (int i = 1; i < _count; i++)
            {
                index = _entries[i].LastUsed < _entries[index].LastUsed ? i : index;
            }

            _entries[index].Wipe();
        }
        else
        {
            _count++;
        }

        _entries[index] = new Entry(credential.Fingerprint, scope, key.ToArray()) { LastUsed = ++_clock };
    }

    private sealed class Entry(byte[] fingerprint, CredentialScope scope, byte[] key)
    {
        public byte[] Fingerprint { get; } = fingerprint;

        public DateTime Date { get; } = scope.Date;

        public string Region { get; } = scope.Region;

        public string Service { get; } = scope.Service;

        public byte[] Key { get; } = key;

        /// <summary>The first of a list: as many as ever signed at once.</summary>
        public KeyedHmac? Idle { get; set; }

        public bool IsWiped { get; private set; }

        public long LastUsed { get; set; }

        public void Wipe()
        {
            IsWiped = true;
            PlatformCrypto.Zero(Key);
            for (KeyedHmac? hmac = Idle; hmac is not null; hmac = hmac.Next)
            {
                hmac.Dispose();
            }

            Idle = null;
        }
    }
}
