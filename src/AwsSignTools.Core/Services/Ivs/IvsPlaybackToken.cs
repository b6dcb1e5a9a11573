using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Ivs;

/// <summary>A signed playback token and its claims. As text it is the token.</summary>
public sealed class IvsPlaybackToken
{
    private readonly IvsPlaybackTokenRequest _request;

    internal IvsPlaybackToken(string token, IvsPlaybackTokenRequest request, IReadOnlyList<Finding> findings)
    {
        Token = token;
        _request = request;
        Findings = findings;
    }

    /// <summary>The token: an ES384 JWT in compact form.</summary>
    public string Token { get; }

    /// <summary>The private channel.</summary>
    public string ChannelArn => _request.ChannelArn;

    /// <summary>When the token ends, in UTC and whole seconds.</summary>
    public DateTimeOffset ExpiresAt => _request.ExpiresAt;

    /// <summary>The origins that may play; none for all.</summary>
    public IReadOnlyList<string> AllowOrigin => _request.AllowOrigin;

    /// <summary>Whether playlists and segments are checked for their origin too.</summary>
    public bool StrictOriginEnforcement => _request.StrictOriginEnforcement;

    /// <summary>The id of a token that works once; null for any number of times.</summary>
    public Guid? SingleUseId => _request.SingleUseId;

    /// <summary>The viewer, for revocation; null for none.</summary>
    public string? ViewerId => _request.ViewerId;

    /// <summary>The version of the viewer's session; null for none.</summary>
    public long? ViewerSessionVersion => _request.ViewerSessionVersion;

    /// <summary>The playback URL with the token as its <c>token</c> parameter; null if no URL was given.</summary>
    public string? PlaybackUrl => _request.PlaybackUrl?.Trim() is { } url
        ? url + (url.IndexOf('?') < 0 ? "?token=" : "&token=") + Token
        : null;

    /// <summary>What is worth knowing of the token though nothing forbade to sign it; empty for most.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The token.</summary>
    public override string ToString() => Token;
}
