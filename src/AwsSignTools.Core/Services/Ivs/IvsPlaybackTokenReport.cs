using System;
using System.Collections;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Ivs;

/// <summary>The contents of a playback token, and the findings. As text it is the verdict.</summary>
public sealed class IvsPlaybackTokenReport
{
    internal IvsPlaybackTokenReport()
    {
    }

    /// <summary>True if no finding is an error. Without a key the signature is not checked; see <see cref="SignatureValid"/>.</summary>
    public bool Valid
    {
        get
        {
            foreach (Finding finding in Findings)
            {
                if (finding.Severity == FindingSeverity.Error)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Whether the signature is the key's; null if no key was given.</summary>
    public bool? SignatureValid { get; init; }

    /// <summary>The private channel; null if the token names none.</summary>
    public string? ChannelArn { get; init; }

    /// <summary>When the token ends, in UTC; null if it has no valid exp.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The time from <see cref="CheckedAt"/> to the token's end, negative if that is past; null without an end.</summary>
    public TimeSpan? TimeLeft => ExpiresAt - CheckedAt;

    /// <summary>Whether the token has ended; null without an end.</summary>
    public bool? IsExpired => ExpiresAt is { } end ? end <= CheckedAt : null;

    /// <summary>The origins that may play; none for all.</summary>
    public IReadOnlyList<string> AllowOrigin { get; init; } = [];

    /// <summary>Whether playlists and segments are checked for their origin too.</summary>
    public bool StrictOriginEnforcement { get; init; }

    /// <summary>The id of a token that works once; null for any number of times.</summary>
    public Guid? SingleUseId { get; init; }

    /// <summary>The viewer, for revocation; null for none.</summary>
    public string? ViewerId { get; init; }

    /// <summary>The version of the viewer's session; null for none.</summary>
    public long? ViewerSessionVersion { get; init; }

    /// <summary>How the header says that the token is signed (<c>alg</c>).</summary>
    public string? Algorithm { get; init; }

    /// <summary>What the header says that the token is (<c>typ</c>).</summary>
    public string? Type { get; init; }

    /// <summary>The key that the header names (<c>kid</c>), which IVS does not ask for; null for none.</summary>
    public string? KeyId { get; init; }

    /// <summary>The whole header, in its order.</summary>
    public IDictionary Header { get; init; } = new Dictionary<string, object?>();

    /// <summary>All claims, those that IVS does not know included, in their order.</summary>
    public IDictionary Claims { get; init; } = new Dictionary<string, object?>();

    /// <summary>The time that the token was checked at, in UTC and whole seconds.</summary>
    public DateTimeOffset CheckedAt { get; init; }

    /// <summary>The token as it was found in the text; null if there was none.</summary>
    public string? Token { get; init; }

    /// <summary>The playback URL without the token; null if the token was not in a URL.</summary>
    public string? PlaybackUrl { get; init; }

    /// <summary>What was found, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The verdict in one line.</summary>
    public override string ToString() => (Valid, SignatureValid) switch
    {
        (false, _) => $"not valid: {Findings[0].Message}",
        (_, null) => "valid, the signature not checked",
        _ => "valid",
    };
}
