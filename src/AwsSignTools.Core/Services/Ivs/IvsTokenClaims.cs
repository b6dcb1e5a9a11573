using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>The claims of a signed token as they are written: what the rules about their form look at.</summary>
/// <param name="payload">The JSON object.</param>
/// <param name="time">The moment at which the token is looked at.</param>
internal sealed class IvsTokenClaims(JsonValue payload, DateTimeOffset time)
{
    /// <summary>More of one kind are not told: a text can be made of nothing else.</summary>
    public const int MostTold = 10;

    private static readonly long EarliestMoment = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long LatestMoment = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The claims in their order, those that come twice included.</summary>
    public IReadOnlyList<JsonMember> Members => payload.Members;

    /// <summary>The moment at which the token is looked at, in whole seconds.</summary>
    public DateTimeOffset Time { get; } = AmzDate.Truncate(time);

    /// <summary>A claim's value, the last of several; null where there is none.</summary>
    public JsonValue? Find(string name) => payload.Find(name);

    /// <summary>True where a claim is not there, nor one whose name is so like that it is told as misspelt.</summary>
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

    /// <summary>What the claims say, as far as their form lets it be read.</summary>
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

    /// <summary>The id of a token that works once; null where there is none, or no UUID.</summary>
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
