using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>What a token says, signed or not, and the time to check it at.</summary>
internal sealed class IvsTokenContents
{
    /// <summary>The contents of a token before it is signed.</summary>
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

    /// <summary>True if the token is signed already, by anyone.</summary>
    public bool IsSigned { get; init; }

    /// <summary>The time of signing, or the time to check a signed token at; whole seconds.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The private channel; null if a signed token names none.</summary>
    public string? ChannelArn { get; init; }

    /// <summary>When the token ends; null if a signed token has no valid exp.</summary>
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

    /// <summary>The channel's playback URL, without the token that is checked; null for none.</summary>
    public string? PlaybackUrl { get; init; }

    /// <summary>Whether the token may last ten minutes at most.</summary>
    public bool HasLimitedLife => IsSingleUse || ViewerId is not null;
}

/// <summary>The claims of a signed token as they are written.</summary>
/// <param name="payload">The JSON object.</param>
/// <param name="time">The time to check the token at.</param>
internal sealed class IvsTokenClaims(JsonValue payload, DateTimeOffset time)
{
    /// <summary>The most findings of one kind: a text can be made of nothing else.</summary>
    public const int MaxReported = 10;

    private static readonly long EarliestMoment = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long LatestMoment = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The claims in their order, those that come twice included.</summary>
    public IReadOnlyList<JsonMember> Members => payload.Members;

    /// <summary>The time to check the token at, in whole seconds.</summary>
    public DateTimeOffset Time { get; } = AmzDate.Truncate(time);

    /// <summary>A claim's value, the last of several; null if there is none.</summary>
    public JsonValue? Find(string name) => payload.Find(name);

    /// <summary>True if neither a claim is there nor one whose name is so like that it is reported as misspelt.</summary>
    public bool IsMissing(string name)
    {
        foreach (JsonMember member in Members)
        {
            if (member.Name == name || IvsClaimName.Nearest(member.Name) == name)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The contents of the claims whose form is valid.</summary>
    public IvsTokenContents ToContents(string? playbackUrl) => new()
    {
        IsSigned = true,
        Time = Time,
        ChannelArn = TextOf(IvsClaimName.ChannelArn),
        ExpiresAt = Find(IvsClaimName.Expiry) is { } exp && exp.TryGetInteger(out long seconds) && seconds >= EarliestMoment && seconds <= LatestMoment
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null,
        AllowOrigin = Origins(),
        StrictOriginEnforcement = ReferenceEquals(Find(IvsClaimName.StrictOriginEnforcement), JsonValue.True),
        IsSingleUse = Find(IvsClaimName.SingleUseId) is not (null or { Kind: JsonKind.Null }),
        ViewerId = TextOf(IvsClaimName.ViewerId),
        ViewerSessionVersion = Find(IvsClaimName.ViewerSessionVersion) is { } version && version.TryGetInteger(out long number) ? number : null,
        PlaybackUrl = playbackUrl,
    };

    /// <summary>The id of a token that works once; null if there is none, or if it is not a UUID.</summary>
    public Guid? SingleUseId() => Guid.TryParseExact(TextOf(IvsClaimName.SingleUseId), "D", out Guid id) ? id : null;

    /// <summary>A value as messages show it.</summary>
    public static string Show(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => "an array",
        JsonKind.Object => "an object",
        JsonKind.Text => $"the text {Quoted.Value(value.Text)}",
        JsonKind.Number => $"the number {Quoted.Value(value.Text)}",
        _ => value.Text,
    };

    private string? TextOf(string name) => Find(name) is { Kind: JsonKind.Text } value ? value.Text : null;

    private string[] Origins()
    {
        switch (Find(IvsClaimName.AllowOrigin))
        {
            case { Kind: JsonKind.Text, Text.Length: > 0 } text:
                return text.Text.Split(',');
            case { Kind: JsonKind.Array } array:
                List<string> origins = [];
                foreach (JsonValue item in array.Items)
                {
                    if (item.Kind == JsonKind.Text)
                    {
                        origins.Add(item.Text);
                    }
                }

                return [.. origins];
            default:
                return [];
        }
    }
}

/// <summary>The header of a signed token as it is written.</summary>
/// <param name="header">The JSON object.</param>
internal sealed class IvsTokenHeader(JsonValue header)
{
    /// <summary>Its parameters in their order.</summary>
    public IReadOnlyList<JsonMember> Members => header.Members;

    /// <summary>A parameter's value; null if there is none.</summary>
    public JsonValue? Find(string name) => header.Find(name);

    /// <summary>A parameter that is text; null if there is none.</summary>
    public string? TextOf(string name) => Find(name) is { Kind: JsonKind.Text } value ? value.Text : null;
}
