using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Services.Ivs;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Ivs;

/// <summary>Each rule alone: what it states, what it is silent about, and that it says the same before signing and after.</summary>
public class IvsRuleTests
{
    [Fact]
    public void Each_rule_states_itself_in_one_sentence()
    {
        string[] statements =
        [
            .. IvsPlaybackTokenRules.ContentsTable.Select(static r => r.Statement),
            .. IvsPlaybackTokenRules.ClaimsTable.Select(static r => r.Statement),
            .. IvsHeaderRules.Table.Select(static r => r.Statement),
        ];

        Assert.Equal(21, statements.Length);
        Assert.Equal(statements.Length, statements.Distinct().Count());
        Assert.All(statements, static s => Assert.Matches(@"\A[A-Za-z][^\r\n]+\.\z", s));
    }

    [Fact]
    public void Each_is_silent_about_a_token_that_is_right()
    {
        IvsPlaybackTokenRequest request = new(HandMade.Channel, HandMade.Now.AddMinutes(5)) { ViewerId = "v", ViewerSessionVersion = 1, AllowOrigin = ["*"], StrictOriginEnforcement = true };
        IvsTokenClaims claims = Claims(HandMade.Claims(viewer: "\"v\"", version: "1", origin: "\"*\"", strict: "true", singleUse: "\"3b1e0f1c-0a52-4f1a-9a0e-3d7d1c6e2b4a\""));

        Found.Nothing(Check(IvsPlaybackTokenRules.ContentsTable, IvsTokenContents.Of(request, HandMade.Now)));
        Found.Nothing(Check(IvsPlaybackTokenRules.ContentsTable, claims.ToContents(HandMade.PlaybackUrl)));
        Found.Nothing(Check(IvsPlaybackTokenRules.ClaimsTable, claims));
        Found.Nothing(Check(IvsHeaderRules.Table, new IvsTokenHeader(Json(HandMade.Header))));
    }

    [Fact]
    public void Each_is_silent_about_what_is_not_there()
    {
        Found.Nothing(Check(IvsPlaybackTokenRules.ContentsTable, new IvsTokenContents { IsSigned = true, Time = HandMade.Now }));
        Assert.Equal(
            ["IvsChannelArnMissing", "IvsExpiryMissing"],
            Check(IvsPlaybackTokenRules.ClaimsTable, Claims("{}")).Select(static f => f.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rule_of_what_a_token_says_finds_the_same_before_and_after()
    {
        IvsPlaybackTokenRequest request = new("x", HandMade.Now.AddMinutes(11))
        {
            AllowOrigin = ["a", "https://b.example/"],
            StrictOriginEnforcement = true,
            ViewerId = new string('v', 41),
            ViewerSessionVersion = long.MaxValue,
            PlaybackUrl = "http://h.example/a.m3u8",
        };
        string claims = HandMade.Claims(
            channel: "\"x\"",
            exp: $"{request.ExpiresAt.ToUnixTimeSeconds()}",
            origin: "\"a,https://b.example/\"",
            strict: "true",
            viewer: $"\"{request.ViewerId}\"",
            version: $"{long.MaxValue}");

        string[] before = [.. IvsPlaybackTokenRules.Check(request, HandMade.Now).Select(Known)];
        string[] after = [.. IvsPlaybackTokenInspector.Inspect($"{request.PlaybackUrl}?token={HandMade.Token(claims)}", HandMade.Now).Findings.Select(Known)];

        Assert.Equal(7, before.Length);
        Assert.Equal(before.Order(StringComparer.Ordinal), after.Order(StringComparer.Ordinal));

        static string Known(Finding f) => $"{f.Severity} {f.Id} {f.Target} {f.Rule}";
    }

    private static IvsTokenClaims Claims(string json) => new(Json(json), HandMade.Now);

    private static JsonValue Json(string json) => new JsonReader(json, 8).TryRead()!;

    private static IReadOnlyList<Finding> Check<T>(Rule<T>[] rules, T subject)
    {
        FindingCollector findings = default;
        findings.Check(rules, subject);
        return findings.Findings;
    }
}
