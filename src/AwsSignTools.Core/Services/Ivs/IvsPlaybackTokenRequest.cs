using System;
using System.Collections.Generic;

namespace AwsSignTools.Services.Ivs;

/// <summary>The contents of a playback token to sign, not yet checked.</summary>
public sealed class IvsPlaybackTokenRequest
{
    /// <summary>How long a token is valid by default: five minutes, well inside the ten that a single-use token may last.</summary>
    public static readonly TimeSpan DefaultExpiry = TimeSpan.FromMinutes(5);

    // A thousand million seconds: as a moment the year 2001, as a duration 31 years.
    private static readonly TimeSpan LeastMoment = TimeSpan.FromSeconds(1_000_000_000);

    /// <summary>Makes a request.</summary>
    /// <param name="channelArn">The private channel.</param>
    /// <param name="expiresAt">When the token ends; a fraction of a second is dropped.</param>
    /// <exception cref="ArgumentNullException"><paramref name="channelArn"/> is null.</exception>
    public IvsPlaybackTokenRequest(string channelArn, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(channelArn);
        ChannelArn = channelArn;
        ExpiresAt = SigV4.AmzDate.Truncate(expiresAt);
    }

    /// <summary>The time that a token ends at.</summary>
    /// <param name="now">The time of signing.</param>
    /// <param name="expiresIn">How long the token is valid.</param>
    /// <exception cref="Findings.InvalidInputException"><c>IvsExpiryTooLate</c>: it is no duration, but a moment counted from 1970.</exception>
    public static DateTimeOffset EndAfter(DateTimeOffset now, TimeSpan expiresIn) =>
        expiresIn < TimeSpan.Zero ? now
        : expiresIn < LeastMoment && expiresIn <= DateTimeOffset.MaxValue - now ? now + expiresIn
        : throw Findings.InvalidInputException.For(
            "IvsExpiryTooLate",
            expiresIn,
            $"A token cannot last {expiresIn:c} (days.hours:minutes:seconds): that is a moment counted from 1970, or milliseconds taken for seconds.",
            "Give -ExpiresIn as a number of seconds from now or a TimeSpan, or -ExpiresAt as a date.");

    /// <summary>The private channel (<c>aws:channel-arn</c>).</summary>
    public string ChannelArn { get; }

    /// <summary>When the token ends, in UTC and whole seconds (<c>exp</c>).</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The origins that may play; none for all (<c>aws:access-control-allow-origin</c>).</summary>
    public IReadOnlyList<string> AllowOrigin { get; init; } = [];

    /// <summary>Whether playlists and segments are checked for their origin too (<c>aws:strict-origin-enforcement</c>).</summary>
    public bool StrictOriginEnforcement { get; init; }

    /// <summary>The id of a token that works once; null for any number of times (<c>aws:single-use-uuid</c>).</summary>
    public Guid? SingleUseId { get; init; }

    /// <summary>The viewer, for revocation; null for none (<c>aws:viewer-id</c>).</summary>
    public string? ViewerId { get; init; }

    /// <summary>The version of the viewer's session; null for none (<c>aws:viewer-session-version</c>).</summary>
    public long? ViewerSessionVersion { get; init; }

    /// <summary>The channel's playback URL, to which the token is added; null for none.</summary>
    public string? PlaybackUrl { get; init; }
}
