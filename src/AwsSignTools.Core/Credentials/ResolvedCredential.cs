using System;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>A credential, and what is known of it.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Source">Where it came from, in words for messages.</param>
/// <param name="Region">The region of its profile; null where there is none.</param>
public sealed record ResolvedCredential(AwsCredential Credential, string Source, string? Region = null)
{
    // Before its end, so that what is signed with it still works a while.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>When it should be asked for again; null for one whose end is not known.</summary>
    public DateTimeOffset? RenewAt { get; init; }

    /// <summary>How far the clock of the service that gave it is ahead of this machine's; null where it did not say.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>
    /// The moment to renew a credential: five minutes before its end, but not in the first half of its life, or one that lives only
    /// minutes would be asked for again and again.
    /// </summary>
    /// <param name="credential">The credential.</param>
    /// <param name="obtainedAt">When it was got.</param>
    /// <exception cref="ArgumentNullException"><paramref name="credential"/> is null.</exception>
    public static DateTimeOffset? RenewalOf(AwsCredential credential, DateTimeOffset obtainedAt)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (credential.Expiration is not { } end)
        {
            return null;
        }

        // Programs written in Go print the year 1 for no time at all, from which nothing can be taken off.
        DateTimeOffset early = end - DateTimeOffset.MinValue > Margin ? end - Margin : end;
        DateTimeOffset half = obtainedAt + TimeSpan.FromTicks((end - obtainedAt).Ticks / 2);
        return early > half ? early : half;
    }
}
