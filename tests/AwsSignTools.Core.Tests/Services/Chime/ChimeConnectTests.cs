using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Services.Chime;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Chime;

public class ChimeConnectTests
{
    private const string Host = "node001.ue1.ws-messaging.chime.aws";
    private const string Instance = "arn:aws:chime:us-east-1:123456789012:app-instance/2b1d5a4c-0000-4000-8000-000000000000";
    private const string User = Instance + "/user/alice@example.com";

    [Theory]
    [InlineData(Host)]
    [InlineData("wss://" + Host)]
    [InlineData("wss://" + Host + "/")]
    [InlineData("wss://" + Host + "/connect")]
    public void A_request_without_faults_has_no_findings(string endpoint) => Found.Nothing(ChimeConnectRules.Check(new ChimeConnectRequest(endpoint, User, "s")));

    [Fact]
    public void A_url_has_the_session_and_the_user_encoded_once()
    {
        SignedUrl url = ChimeConnectSigner.Sign(new ChimeConnectRequest(Host, User, "session-1"), Known.Credential, Known.Time);

        Assert.Equal(
            $"wss://{Host}/connect?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fchime%2Faws4_request"
            + "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=10&X-Amz-SignedHeaders=host&sessionId=session-1"
            + "&userArn=arn%3Aaws%3Achime%3Aus-east-1%3A123456789012%3Aapp-instance%2F2b1d5a4c-0000-4000-8000-000000000000%2Fuser%2Falice%40example.com"
            + "&X-Amz-Signature=" + url.Signature,
            url.Url);
        Assert.Equal("GET\n/connect", string.Join('\n', url.CanonicalRequest.Split('\n').Take(2)));
        Assert.Equal(Known.Time.AddSeconds(10), url.ExpiresAt);
        Assert.Equal("chime", url.Service);
        Found.Nothing(url.Findings);
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData(ChimePrefetchOn.Connect, null, "&prefetch-on=connect")]
    [InlineData(ChimePrefetchOn.Connect, ChimePrefetchSortBy.Unread, "&prefetch-on=connect&prefetch-sort-by=unread")]
    [InlineData(ChimePrefetchOn.Connect, ChimePrefetchSortBy.LastMessageTimestamp, "&prefetch-on=connect&prefetch-sort-by=last-message-timestamp")]
    public void Prefetching_is_asked_for_in_the_query(ChimePrefetchOn? on, ChimePrefetchSortBy? sortBy, string query)
    {
        ChimeConnectRequest request = new(Host, User, "s") { PrefetchOn = on, PrefetchSortBy = sortBy };
        SignedUrl url = ChimeConnectSigner.Sign(request, Known.Credential, Known.Time);

        Assert.Contains($"&X-Amz-SignedHeaders=host{query}&sessionId=s&", url.Url, StringComparison.Ordinal);
        Found.Nothing(url.Findings);
    }

    [Fact]
    public void A_prefetch_order_without_prefetching_is_warned_of_and_signed()
    {
        ChimeConnectRequest request = new(Host, User, "s") { PrefetchSortBy = ChimePrefetchSortBy.Unread };

        Found.Warning(ChimeConnectRules.Check(request), "ChimePrefetchSortUnused", ChimePrefetchSortBy.Unread);
        Assert.Contains("&prefetch-sort-by=unread&", ChimeConnectSigner.Sign(request, Known.Credential, Known.Time).Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https")]
    [InlineData("ws")]
    public void An_endpoint_of_another_scheme_is_an_error(string scheme) => Found.Error(
        ChimeConnectRules.Check(new ChimeConnectRequest($"{scheme}://{Host}", User, "s")), "ChimeEndpointInvalid", $"{scheme}://{Host}");

    [Theory]
    [InlineData("/connect/")]
    [InlineData("/Connect")]
    [InlineData("/other")]
    public void An_endpoint_with_another_path_is_an_error(string path) => Found.Error(
        ChimeConnectRules.Check(new ChimeConnectRequest(Host + path, User, "s")), "ChimeEndpointInvalid", path);

    [Theory]
    [InlineData("?")]
    [InlineData("?X-Amz-Security-Token=canary")]
    [InlineData("/connect?sessionId=canary")]
    public void An_endpoint_with_a_query_is_an_error_that_does_not_show_it(string rest)
    {
        Finding finding = Found.Error(ChimeConnectRules.Check(new ChimeConnectRequest(Host + rest, User, "s")), "ChimeEndpointInvalid", "wss://" + Host);

        Assert.DoesNotContain("canary", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Instance + "/user/alice")]
    [InlineData(Instance + "/bot/b-1")]
    [InlineData(Instance + "/user/a-_.:@Z9")]
    public void A_user_or_a_bot_is_taken(string arn) => Found.Nothing(ChimeConnectRules.Check(new ChimeConnectRequest(Host, arn, "s")));

    [Theory]
    [InlineData("node001.ue1.ws-messaging.chime.aws", "eu-central-1", "ChimeHostRegionMismatch")]
    [InlineData("node001.ec1.ws-messaging.chime.aws", "us-east-1", "ChimeHostRegionMismatch")]
    [InlineData("messaging-chime.us-east-1.amazonaws.com", "us-east-1", "ChimeEndpointUnknown")]
    [InlineData("meetings-chime.us-east-1.api.aws", "us-east-1", "ChimeEndpointUnknown")]
    public void An_endpoint_that_is_not_the_users_is_warned_of(string host, string region, string id) => Found.Warning(
        ChimeConnectRules.Check(new ChimeConnectRequest(host, $"arn:aws:chime:{region}:1:app-instance/i/user/u", "s")), id, host);

    [Theory]
    [InlineData("node001.ec1.ws-messaging.chime.aws", "eu-central-1")]
    [InlineData("node001.xx9.ws-messaging.chime.aws", "eu-west-2")]
    [InlineData("localhost:8443", "us-gov-west-1")]
    public void An_endpoint_of_which_nothing_else_is_known_is_taken(string host, string region) => Found.Nothing(
        ChimeConnectRules.Check(new ChimeConnectRequest(host, $"arn:aws-us-gov:chime:{region}:1:app-instance/i/user/u", "s")));

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData(Instance)]
    [InlineData(Instance + "/")]
    [InlineData(Instance + "/user")]
    [InlineData(Instance + "/user/")]
    [InlineData(Instance + "/bot/")]
    [InlineData(Instance + "/channel/c")]
    [InlineData(Instance + "/user/a b")]
    [InlineData(Instance + "/user/a/b")]
    [InlineData(Instance + "/user/é")]
    [InlineData("arn:aws:chime:us-east-1:123456789012:app-instance//user/a")]
    [InlineData("arn:aws:chimes:us-east-1:123456789012:app-instance/i/user/a")]
    [InlineData("arn:aws:chime::123456789012:app-instance/i/user/a")]
    [InlineData("arn:aws:chime:us-east-1::app-instance/i/user/a")]
    [InlineData("arn%3Aaws%3Achime%3Aus-east-1%3A123456789012%3Aapp-instance%2Fi%2Fuser%2Fa")]
    public void Another_arn_is_an_error(string arn) =>
        Found.Error(ChimeConnectRules.Check(new ChimeConnectRequest(Host, arn, "s")), "ChimeUserArnInvalid", arn);

    [Fact]
    public void The_common_mistake_is_named()
    {
        Finding finding = Found.Error(ChimeConnectRules.Check(new ChimeConnectRequest(Host, Instance, "s")), "ChimeUserArnInvalid", Instance);

        Assert.Contains("app instance", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_arn_has_at_most_1600_characters()
    {
        string longest = (Instance + "/user/").PadRight(1600, 'a');
        string over = (Instance + "/user/").PadRight(1601, 'a');

        Found.Nothing(ChimeConnectRules.Check(new ChimeConnectRequest(Host, longest, "s")));
        Found.Error(ChimeConnectRules.Check(new ChimeConnectRequest(Host, over, "s")), "ChimeUserArnInvalid", over);
    }

    [Fact]
    public void The_region_that_is_meant_must_be_the_users()
    {
        Found.Nothing(ChimeConnectRules.Check(new ChimeConnectRequest(Host, User, "s") { Region = "us-east-1" }));
        Found.Error(ChimeConnectRules.Check(new ChimeConnectRequest(Host, User, "s") { Region = "eu-central-1" }), "ChimeRegionMismatch", "eu-central-1");
    }

    [Theory]
    [InlineData("s")]
    [InlineData("é/&=")]
    public void A_session_id_of_any_other_characters_is_taken(string id) => Found.Nothing(ChimeConnectRules.Check(new ChimeConnectRequest(Host, User, id)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a\u00A0b")]
    [InlineData("a\n")]
    [InlineData("a\u0000")]
    public void A_session_id_that_is_empty_or_has_white_space_is_an_error(string id) =>
        Found.Error(ChimeConnectRules.Check(new ChimeConnectRequest(Host, User, id)), "ChimeSessionIdInvalid", id);

    [Fact]
    public void Every_fault_is_found_and_the_first_error_is_thrown()
    {
        ChimeConnectRequest request = new($"https://{Host}/a?b", "arn", "") { PrefetchSortBy = ChimePrefetchSortBy.Unread, Region = "x" };

        IReadOnlyList<Finding> findings = ChimeConnectRules.Check(request);

        Assert.Equal(
            ["ChimeEndpointInvalid", "ChimeEndpointInvalid", "ChimeEndpointInvalid", "ChimeUserArnInvalid", "ChimeSessionIdInvalid", "ChimePrefetchSortUnused"],
            findings.Select(static f => f.Id));
        _ = Refused.As("ChimeEndpointInvalid", () => ChimeConnectSigner.Sign(request, Known.Credential, Known.Time));
        _ = Refused.As(
            "ExpiresOutOfRange",
            () => ChimeConnectSigner.Sign(new ChimeConnectRequest(Host, User, "s") { ExpiresIn = TimeSpan.FromDays(8) }, Known.Credential, Known.Time));
    }

    [Fact]
    public void Null_arguments_are_named()
    {
        Assert.Throws<ArgumentNullException>(() => new ChimeConnectRequest(null!, User, "s"));
        Assert.Throws<ArgumentNullException>("userArn", () => new ChimeConnectRequest(Host, null!, "s"));
        Assert.Throws<ArgumentNullException>("sessionId", () => new ChimeConnectRequest(Host, User, null!));
        Assert.Throws<ArgumentNullException>("request", () => ChimeConnectRules.Check(null!));
        Assert.Throws<ArgumentNullException>("credential", () => ChimeConnectSigner.Sign(new ChimeConnectRequest(Host, User, "s"), null!, Known.Time));
    }
}
