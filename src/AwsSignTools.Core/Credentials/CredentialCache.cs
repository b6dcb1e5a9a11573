using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Platform;

namespace AwsSignTools.Credentials;

/// <summary>
/// Keeps the temporary credentials that services gave, until it is time to renew them, so that a loop over a cmdlet asks STS once and
/// the user for one MFA code. The key holds everything that was asked with, so another setting is another entry.
/// </summary>
internal static class CredentialCache
{
    private const int Capacity = 64;
    private const int PollMilliseconds = 100;

    private static readonly ConcurrentDictionary<string, Entry> Entries = new(StringComparer.Ordinal);

    /// <summary>Forgets every credential.</summary>
    public static void Clear() => Entries.Clear();

    /// <summary>The kept credential, or the one that is got now. Two that ask for the same at once get one answer.</summary>
    /// <param name="parts">All that was asked with; may hold secrets.</param>
    /// <param name="now">The time.</param>
    /// <param name="get">Gets a credential.</param>
    /// <param name="cancellation">Stops the wait for another that asks for the same.</param>
    /// <exception cref="OperationCanceledException">The wait was stopped.</exception>
    internal static IssuedCredential GetOrAdd(
        IEnumerable<string?> parts, DateTimeOffset now, Func<IssuedCredential> get, CancellationToken cancellation = default)
    {
        string key = KeyOf(parts);
        if (Entries.Count >= Capacity && !Entries.ContainsKey(key))
        {
            // Rare enough that nothing finer pays.
            Clear();
        }

        Entry entry = Entries.GetOrAdd(key, static _ => new Entry());

        // Who has it may be waiting for a service, or for a person who looks for an MFA device.
        while (!Monitor.TryEnter(entry, PollMilliseconds))
        {
            cancellation.ThrowIfCancellationRequested();
        }

        try
        {
            if (entry.Value is { } kept && entry.RenewAt > now)
            {
                return kept;
            }

            entry.Value = null;
            IssuedCredential got = get();
            if (ResolvedCredential.RenewalOf(got.Credential, now) is { } renewAt)
            {
                entry.Value = got;
                entry.RenewAt = renewAt;
            }

            return got;
        }
        finally
        {
            Monitor.Exit(entry);
        }
    }

    // A hash, since the parts may be secrets; each part with its length, so that no two lists of parts are alike.
    private static string KeyOf(IEnumerable<string?> parts)
    {
        StringBuilder text = new();
        foreach (string? part in parts)
        {
            _ = text.Append(part?.Length ?? -1).Append(':').Append(part);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        Span<byte> hash = stackalloc byte[PlatformCrypto.Sha256Length];
        PlatformCrypto.Sha256OfSecret(bytes, hash);
        PlatformCrypto.Zero(bytes);
        return Hex.ToString(hash);
    }

    private sealed class Entry
    {
        public IssuedCredential? Value { get; set; }

        public DateTimeOffset RenewAt { get; set; }
    }
}
