using System;
using System.Collections.Generic;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>What a token says, or is to say, and when it is looked at: what the rules of IVS are about.</summary>
internal sealed class IvsTokenContents
{
    /// <summary>What a token is to say, before it is signed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time of signing.</param>
    public static IvsTokenContents Of(IvsPlaybackTokenRequest request, DateTimeOffset now) => new()
    {
        Time = AmzDate.Truncate(now),
        ChannelArn = request.ChannelArn,
        ExpiresAt = request.ExpiresAt,
        AllowOrigin = request.AllowOrigin,
        StrictOriginEnforcement = request.StrictOriginEnforcement,
        IsSingleUse = request.SingleUseId is not null,
        ViewerId = request.ViewerId,
        ViewerSessionVersion = request.ViewerSessionVersion,
        PlaybackUrl = request.PlaybackUrl,
    };

    /// <summary>True where the token is signed already, by whomever.</summary>
    public bool IsSigned { get; init; }

    /// <summary>The time of signing, or the moment at which a signed token is looked at; whole seconds.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The private channel; null where a signed token names none.</summary>
    public string? ChannelArn { get; init; }

    /// <summary>When the token ends; null where a signed token does not say it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The origins that may play; none for all.</summary>
    public IReadOnlyList<string> AllowOrigin { get; init; } = [];

    /// <summary>Whether playlists and segments are checked for their origin too.</summary>
    public bool StrictOriginEnforcement { get; init; }

    /// <summary>Whether the token works once.</summary>
    public bool IsSingleUse { get; init; }

    /// <summary>The viewer; null for none.</summary>
    public string? ViewerId { get; init; }

    /// <summary>The version of the viewer's session; null for none.</summary>
    public long? ViewerSessionVersion { get; init; }

    /// <summary>The channel's playback URL, without the token that is looked at; null for none.</summary>
    public string? PlaybackUrl { get; init; }

    /// <summary>Whether the token may last ten minutes at most.</summary>
    public bool HasLimitedLife => IsSingleUse || ViewerId is not null;
}
