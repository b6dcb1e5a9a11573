using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Services.Ivs;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Ivs;

public class IvsPlaybackTokenRulesTests
{
    private const string Channel = "arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh";
    private static readonly DateTimeOffset Now = Known.Time;

    [Theory]
    [InlineData(Channel)]
    [InlineData("arn:aws-cn:ivs:cn-north-1:1:channel/a-B9")]
    public void A_channel_of_any_partition_is_taken(string arn) => Found.Nothing(Check(new IvsPlaybackTokenRequest(arn, Now.AddMinutes(5))));

    [Theory]
    [InlineData("")]
    [InlineData("abcdABCDefgh")]
    [InlineData("arn:aws:ivs:us-west-2:123456789012:channel/")]
    [InlineData("arn:aws:ivs:us-west-2:123456789012:channel/a/b")]
    [InlineData("arn:aws:ivs:us-west-2:123456789012:channel/a_b")]
    [InlineData("arn:aws:ivs:us-west-2:123456789012:stage/abcd")]
    [InlineData("arn:aws:ivs:us-west-2:123456789012:stream-key/abcd")]
    [InlineData("arn:aws:ivs:us-west-2:123456789012:playback-key/abcd")]
    [InlineData("arn:aws:ivschat:us-west-2:123456789012:channel/abcd")]
    [InlineData("arn:aws:ivs::123456789012:channel/abcd")]
    [InlineData("arn:aws:ivs:us-west-2::channel/abcd")]
    [InlineData("arn%3Aaws%3Aivs%3Aus-west-2%3A123456789012%3Achannel%2Fabcd")]
    [InlineData(Channel + "\n")]
    public void A_text_that_is_no_channel_is_an_error(string arn) =>
        Found.Error(Check(new IvsPlaybackTokenRequest(arn, Now.AddMinutes(5))), "IvsChannelArnInvalid", arn);

    [Fact]
    public void A_channel_arn_has_at_most_128_characters()
    {
        string over = Channel.PadRight(129, 'a');

        Found.Nothing(Check(new IvsPlaybackTokenRequest(Channel.PadRight(128, 'a'), Now.AddMinutes(5))));
        Found.Error(Check(new IvsPlaybackTokenRequest(over, Now.AddMinutes(5))), "IvsChannelArnInvalid", over);
    }

    [Fact]
    public void A_token_ends_after_it_is_signed()
    {
        Found.Nothing(Check(Ending(Now.AddSeconds(1))));
        Found.Error(Check(Ending(Now)), "IvsExpiryPast", Now);
        Found.Error(Check(Ending(Now.AddSeconds(-1))), "IvsExpiryPast", Now.AddSeconds(-1));

        // Both are whole seconds: an end later in the same second is none.
        Found.Error(IvsPlaybackTokenRules.Check(Ending(Now.AddMilliseconds(999)), Now), "IvsExpiryPast", Now);
        Found.Error(IvsPlaybackTokenRules.Check(Ending(Now.AddMilliseconds(999)), Now.AddMilliseconds(1)), "IvsExpiryPast", Now);
        Found.Nothing(IvsPlaybackTokenRules.Check(Ending(Now.AddSeconds(1)), Now.AddMilliseconds(999)));
    }

    [Fact]
    public void A_token_with_a_single_use_or_a_viewer_lasts_ten_minutes_at_most()
    {
        DateTimeOffset longest = Now.AddMinutes(10);
        DateTimeOffset over = longest.AddSeconds(1);

        Found.Nothing(Check(new IvsPlaybackTokenRequest(Channel, longest) { SingleUseId = Guid.NewGuid() }));
        Found.Nothing(Check(new IvsPlaybackTokenRequest(Channel, longest) { ViewerId = "v" }));
        Found.Nothing(Check(new IvsPlaybackTokenRequest(Channel, longest.AddTicks(9_999_999)) { ViewerId = "v" }));
        Found.Error(Check(new IvsPlaybackTokenRequest(Channel, over) { SingleUseId = Guid.NewGuid() }), "IvsExpiryTooLate", over);
        Found.Error(Check(new IvsPlaybackTokenRequest(Channel, over) { ViewerId = "v" }), "IvsExpiryTooLate", over);
        Found.Nothing(Check(Ending(over)));
    }

    [Fact]
    public void A_token_that_lasts_over_a_year_is_warned_of()
    {
        Found.Nothing(Check(Ending(Now.AddDays(366))));
        Found.Warning(Check(Ending(Now.AddDays(366).AddSeconds(1))), "IvsExpiryFar", Now.AddDays(366).AddSeconds(1));
        Found.Warning(Check(Ending(DateTimeOffset.MaxValue)), "IvsExpiryFar", new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero));
    }

    [Fact]
    public void A_duration_is_counted_from_the_time_of_signing()
    {
        Assert.Equal(Now.AddSeconds(300), IvsPlaybackTokenRequest.EndAfter(Now, TimeSpan.FromSeconds(300)));
        Assert.Equal(Now, IvsPlaybackTokenRequest.EndAfter(Now, TimeSpan.FromSeconds(-1)));
        Assert.Equal(Now, IvsPlaybackTokenRequest.EndAfter(Now, TimeSpan.MinValue));
        DateTimeOffset late = DateTimeOffset.MaxValue.AddDays(-1);
        Assert.Equal(DateTimeOffset.MaxValue, IvsPlaybackTokenRequest.EndAfter(late, TimeSpan.FromDays(1)));
        TimeSpan over = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1);
        _ = Refused.As("IvsExpiryTooLate", over, () => IvsPlaybackTokenRequest.EndAfter(late, over));
    }

    [Fact]
    public void A_duration_that_is_a_moment_counted_from_1970_is_refused()
    {
        TimeSpan longest = TimeSpan.FromSeconds(1_000_000_000) - TimeSpan.FromTicks(1);
        Assert.Equal(Now + longest, IvsPlaybackTokenRequest.EndAfter(Now, longest));
        foreach (double seconds in new[] { 1e9, 1_767_225_600, 9e11 })
        {
            TimeSpan moment = TimeSpan.FromSeconds(seconds);
            _ = Refused.As("IvsExpiryTooLate", moment, () => IvsPlaybackTokenRequest.EndAfter(Now, moment));
        }
    }

    [Fact]
    public void An_end_is_of_whole_seconds_in_utc()
    {
        IvsPlaybackTokenRequest request = Ending(Now.AddMilliseconds(999).ToOffset(TimeSpan.FromHours(9)));

        Assert.Equal(Now, request.ExpiresAt);
        Assert.Equal(TimeSpan.Zero, request.ExpiresAt.Offset);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://example.com")]
    [InlineData("http://localhost:8080")]
    [InlineData("https://*.example.com")]
    [InlineData("https://*")]
    [InlineData("https://*:8443")]
    [InlineData("https://127.0.0.1:1")]
    [InlineData("https://[::1]")]
    [InlineData("https://[::1]:65535")]
    [InlineData("capacitor://localhost")]
    public void An_origin_is_taken(string origin) =>
        Found.Nothing(Check(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { AllowOrigin = [origin] }));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("https://")]
    [InlineData("https://example.com/")]
    [InlineData("https://example.com/path")]
    [InlineData("https://example.com?q")]
    [InlineData("https://example.com#f")]
    [InlineData("https://a@example.com")]
    [InlineData("https://example.com,https://example.org")]
    [InlineData("https://*.example.com,https://example.org")]
    [InlineData("https://example.com ")]
    [InlineData(" https://example.com")]
    [InlineData("https://exa mple.com")]
    [InlineData("https://example.com:")]
    [InlineData("https://example.com:8a")]
    [InlineData("https://example.com:65536")]
    [InlineData("https://example.com:0")]
    [InlineData("https://example.com:443:1")]
    [InlineData("https://a.*.example.com")]
    [InlineData("https://**")]
    [InlineData("ht tps://example.com")]
    [InlineData("://example.com")]
    public void A_text_that_is_no_origin_is_an_error(string? origin) => Found.Error(
        Check(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { AllowOrigin = [origin!] }), "IvsOriginInvalid", origin);

    [Fact]
    public void Strict_enforcement_takes_at_most_five_origins_and_needs_one()
    {
        Found.Nothing(Check(Strict(5)));
        Found.Error(Check(Strict(6)), "IvsStrictOriginsTooMany", 6);
        Found.Warning(Check(Strict(0)), "IvsStrictOriginUnused", null);
        Found.Nothing(Check(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { AllowOrigin = Origins(100) }));

        static IvsPlaybackTokenRequest Strict(int count) =>
            new(Channel, Now.AddMinutes(5)) { AllowOrigin = Origins(count), StrictOriginEnforcement = true };

        static string[] Origins(int count) => [.. Enumerable.Range(0, count).Select(static i => $"https://{i}.example.com")];
    }

    [Fact]
    public void A_viewer_id_has_1_to_40_characters()
    {
        string over = new('v', 41);

        Found.Nothing(Check(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { ViewerId = "v" }));
        Found.Nothing(Check(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { ViewerId = new string('v', 40) }));
        Found.Error(Check(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { ViewerId = over }), "IvsViewerIdInvalid", over);
        Found.Error(Check(new IvsPlaybackTokenRequest(Channel, Now.AddMinutes(5)) { ViewerId = "" }), "IvsViewerIdInvalid", "");
    }

    [Fact]
    public void A_viewer_session_version_belongs_to_a_viewer_and_fits_its_revocation()
    {
        Found.Nothing(Check(With("v", 0)));
        Found.Nothing(Check(With("v", int.MaxValue)));
        Found.Warning(Check(With("v", int.MaxValue + 1L)), "IvsViewerSessionVersionLarge", int.MaxValue + 1L);
        Found.Warning(Check(With("v", long.MaxValue)), "IvsViewerSessionVersionLarge", long.MaxValue);
        Found.Error(Check(With(null, 1)), "IvsViewerSessionVersionUnused", 1L);
        Found.Error(Check(With(null, long.MaxValue)), "IvsViewerSessionVersionUnused", long.MaxValue);

        static IvsPlaybackTokenRequest With(string? viewerId, long version) =>
            new(Channel, Now.AddMinutes(5)) { ViewerId = viewerId, ViewerSessionVersion = version };
    }

    [Theory]
    [InlineData("https://fcc3ddae59ed.us-west-2.playback.live-video.net/api/video/v1/us-west-2.123456789012.channel.abcd.m3u8")]
    [InlineData("https://h.example/a.m3u8?player=1&Token=x")]
    [InlineData(" https://h.example/a.m3u8\r\n")]
    public void A_playback_url_is_taken(string url) => Found.Nothing(Check(Playing(url)));

    [Theory]
    [InlineData("http://h.example/a.m3u8")]
    [InlineData("h.example/a.m3u8")]
    [InlineData("")]
    [InlineData("https://h.example/a.m3u8#t=1")]
    [InlineData("https://h.example/a.m3u8?x=%")]
    [InlineData("https://h.example/a b.m3u8")]
    [InlineData("https://h.example/a.m3u8?x=a b")]
    [InlineData("https://h.example/a\n.m3u8")]
    public void Another_playback_url_is_an_error(string url)
    {
        Finding finding = Assert.Single(Check(Playing(url)));

        Assert.Equal(("IvsPlaybackUrlInvalid", FindingSeverity.Error), (finding.Id, finding.Severity));
        Assert.NotEmpty(finding.Remedy);
    }

    [Theory]
    [InlineData("https://h.example/a.m3u8?token=canary")]
    [InlineData("https://h.example/a.m3u8?a=b&%74oken=canary")]
    public void A_playback_url_that_has_a_token_is_an_error_that_does_not_show_it(string url)
    {
        Finding finding = Found.Error(Check(Playing(url)), "IvsPlaybackUrlHasToken", "PlaybackUrl");

        Assert.DoesNotContain("canary", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://h.example/a.m3u8?tok=canary")]
    [InlineData("h.example/a.m3u8?token=canary")]
    [InlineData("https://h.example/a.m3u8?token=canary%")]
    [InlineData("https://h.example/a.m3u8?token=canary#f")]
    public void No_finding_shows_the_query_of_a_playback_url(string url)
    {
        IReadOnlyList<Finding> findings = Check(Playing(url));

        Assert.NotEmpty(findings);
        Assert.DoesNotContain("canary", string.Join('|', findings.Select(static f => $"{f} {f.Target}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Null_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>("channelArn", () => new IvsPlaybackTokenRequest(null!, Now));
        Assert.Throws<ArgumentNullException>("request", () => IvsPlaybackTokenRules.Check(null!, Now));
    }

    private static IReadOnlyList<Finding> Check(IvsPlaybackTokenRequest request) => IvsPlaybackTokenRules.Check(request, Now);

    private static IvsPlaybackTokenRequest Ending(DateTimeOffset end) => new(Channel, end);

    private static IvsPlaybackTokenRequest Playing(string url) => new(Channel, Now.AddMinutes(5)) { PlaybackUrl = url };
}
