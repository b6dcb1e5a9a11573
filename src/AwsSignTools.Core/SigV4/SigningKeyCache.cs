using System;
using AwsSignTools.Compatibility;

namespace AwsSignTools.SigV4;

/// <summary>
/// Derived signing keys by (secret, date, region, service): bounded, the least recently used goes first, and a key is wiped
/// when it goes. Keys are copied out under the lock, so that an eviction never wipes one that is in use.
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

    /// <summary>Copies the key into <paramref name="key"/>, which the caller wipes after use.</summary>
    public void CopyKey(AwsCredential credential, CredentialScope scope, Span<byte> key)
    {
        lock (_gate)
        {
            int found = IndexOf(credential, scope);
            if (found >= 0)
            {
                _entries[found].LastUsed = ++_clock;
                _entries[found].Key.CopyTo(key);
                return;
            }
        }

        SigningKey.Derive(credential, scope, key);
        lock (_gate)
        {
            if (IndexOf(credential, scope) < 0)
            {
                Add(credential, scope, key);
            }
        }
    }

    /// <summary>Wipes and forgets every key.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            for (int i = 0; i < _count; i++)
            {
                PlatformCrypto.Zero(_entries[i].Key);
                _entries[i] = default;
            }

            _count = 0;
        }
    }

    private int IndexOf(AwsCredential credential, CredentialScope scope)
    {
        for (int i = 0; i < _count; i++)
        {
            ref Entry entry = ref _entries[i];
            if (entry.Date == scope.Date
                && string.Equals(entry.Region, scope.Region, StringComparison.Ordinal)
                && string.Equals(entry.Service, scope.Service, StringComparison.Ordinal)
                && (ReferenceEquals(entry.Fingerprint, credential.Fingerprint)
                    || PlatformCrypto.FixedTimeEquals(entry.Fingerprint, credential.Fingerprint)))
            {
                return i;
            }
        }

        return -1;
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

            PlatformCrypto.Zero(_entries[index].Key);
        }
        else
        {
            _count++;
        }

        _entries[index] = new Entry
        {
            Fingerprint = credential.Fingerprint,
            Date = scope.Date,
            Region = scope.Region,
            Service = scope.Service,
            Key = key.ToArray(),
            LastUsed = ++_clock,
        };
    }

    private struct Entry
    {
        public byte[] Fingerprint;
        public DateTime Date;
        public string Region;
        public string Service;
        public byte[] Key;
        public long LastUsed;
    }
}
