using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Services.Kvs;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Kvs;

public class KvsSignalingTests
{
    private const string MasterHost = "m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com";
    private const string ViewerHost = "v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com";
    private const string Channel = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1234567890123";

    [Fact]
    public void A_master_and_a_viewer_without_faults_have_no_findings()
    {
        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts("wss://" + MasterHost, Channel)));
        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(MasterHost + "/", Channel)));
        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts("wss://" + ViewerHost, Channel, "viewer-1")));
    }

    [Fact]
    public void A_masters_url_has_the_channel_and_no_client()
    {
        SignedUrl url = KvsSignalingSigner.Sign(KvsSignalingRequest.FromParts(MasterHost, Channel), Known.Credential, Known.Time);

        Assert.Equal(
            $"wss://{MasterHost}/?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-ChannelARN=arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A123456789012%3Achannel%2Fdemo%2F1234567890123"
            + "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-west-2%2Fkinesisvideo%2Faws4_request&X-Amz-Date=20150830T123600Z"
            + "&X-Amz-Expires=299&X-Amz-SignedHeaders=host&X-Amz-Signature=" + url.Signature,
            url.Url);
        Assert.Equal("kinesisvideo", url.Service);
        Assert.Equal("us-west-2", url.Region);
        Found.Nothing(url.Findings);
    }

    [Fact]
    public void A_viewers_url_has_the_channel_and_the_client()
    {
        SignedUrl url = KvsSignalingSigner.Sign(KvsSignalingRequest.FromParts(ViewerHost, Channel, "Viewer_1.x-y"), Known.Credential, Known.Time);

        Assert.Contains("&X-Amz-ChannelARN=arn%3A", url.Url, StringComparison.Ordinal);
        Assert.Contains("&X-Amz-ClientId=Viewer_1.x-y&", url.Url, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_url_is_signed_as_its_parts_are_and_keeps_other_parameters()
    {
        KvsSignalingRequest whole = KvsSignalingRequest.FromUri($"wss://{ViewerHost}?X-Amz-ClientId=c1&x=a%20b&X-Amz-ChannelARN={Uri.EscapeDataString(Channel)}");
        SignedUrl url = KvsSignalingSigner.Sign(whole, Known.Credential, Known.Time);

        Assert.Equal(Channel, whole.ChannelArn);
        Assert.Equal("c1", whole.ClientId);
        Assert.Contains("&x=a%20b&X-Amz-Signature=", url.Url, StringComparison.Ordinal);
        Assert.Equal(
            KvsSignalingSigner.Sign(KvsSignalingRequest.FromParts(ViewerHost, Channel, "c1"), Known.Credential, Known.Time).Url,
            KvsSignalingSigner.Sign(
                KvsSignalingRequest.FromUri($"wss://{ViewerHost}/?X-Amz-ChannelARN={Channel}&X-Amz-ClientId=c1"), Known.Credential, Known.Time).Url);
    }

    [Theory]
    [InlineData("wss://h?X-Amz-ClientId=c")]
    [InlineData("wss://h")]
    public void A_whole_url_without_a_channel_is_refused(string uri)
    {
        Finding finding = Refused.As("KvsChannelArnMissing", () => KvsSignalingRequest.FromUri(uri));

        Assert.StartsWith("wss://h", (string)finding.Target!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-amz-channelarn")]
    [InlineData("X-Amz-ChannelArn")]
    [InlineData("X-Amz-ClientID")]
    public void A_parameter_in_another_case_is_refused_not_signed_as_an_unknown_one(string name) => _ = Refused.As(
        "KvsParameterNameInvalid", name, () => KvsSignalingRequest.FromUri($"wss://h?X-Amz-ChannelARN={Channel}&{name}=x"));

    [Theory]
    [InlineData("X-Amz-ChannelARN")]
    [InlineData("X-Amz-ClientId")]
    public void A_parameter_given_twice_is_refused(string name) =>
        _ = Refused.As("KvsParameterDuplicate", name, () => KvsSignalingRequest.FromUri($"wss://h?{name}=&{name}=b"));

    [Fact]
    public void A_url_that_was_signed_before_is_refused_when_it_is_signed()
    {
        SignedUrl url = KvsSignalingSigner.Sign(KvsSignalingRequest.FromParts(MasterHost, Channel), Known.Credential, Known.Time);

        _ = Refused.As(
            "UrlAlreadySigned", () => KvsSignalingSigner.Sign(KvsSignalingRequest.FromUri(url.Url), Known.Credential, Known.Time));
    }

    [Fact]
    public void No_refusal_of_a_whole_url_shows_what_it_was_signed_with()
    {
        Action[] refused =
        [
            () => KvsSignalingRequest.FromUri("wss://h?X-Amz-Security-Token=canary&X-Amz-Signature=canary"),
            () => KvsSignalingRequest.FromUri("wss://h?X-Amz-ChannelARN=a&X-Amz-Security-Token=canary%"),
            () => KvsSignalingRequest.FromUri("wss://h?X-Amz-ChannelARN=a&X-Amz-Security-Token=canary#"),
            () => KvsSignalingRequest.FromUri("h?X-Amz-Security-Token=canary"),
            () => KvsSignalingRequest.FromParts("wss://h?X-Amz-Security-Token=canary", Channel),
            () => KvsSignalingRequest.FromParts("wss://h?X-Amz-Security-Token=canary#x", Channel),
            () => KvsSignalingSigner.Sign(
                KvsSignalingRequest.FromUri($"wss://h?X-Amz-ChannelARN={Channel}&X-Amz-Security-Token=canary"), Known.Credential, Known.Time),
        ];

        foreach (Action action in refused)
        {
            InvalidInputException e = Assert.Throws<InvalidInputException>(action);
            Assert.DoesNotContain("canary", e.ToString() + e.Finding + e.Finding.Target, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_endpoint_with_a_query_of_its_own_is_refused()
    {
        _ = Refused.As("KvsEndpointInvalid", () => KvsSignalingRequest.FromParts($"wss://{MasterHost}/?a=b", Channel));
        _ = Refused.As("KvsEndpointInvalid", () => KvsSignalingRequest.FromParts($"wss://{MasterHost}?", Channel));
    }

    [Theory]
    [InlineData("https")]
    [InlineData("ws")]
    [InlineData("http")]
    public void An_endpoint_of_another_scheme_is_an_error(string scheme) => Found.Error(
        KvsSignalingRules.Check(KvsSignalingRequest.FromParts($"{scheme}://{MasterHost}", Channel)), "KvsEndpointInvalid", $"{scheme}://{MasterHost}");

    [Fact]
    public void An_endpoint_with_a_path_is_an_error() => Found.Error(
        KvsSignalingRules.Check(KvsSignalingRequest.FromParts($"wss://{MasterHost}/a", Channel)), "KvsEndpointInvalid", "/a");

    [Theory]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1", "m-x.kinesisvideo.us-west-2.amazonaws.com")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1", "m-x.kinesisvideo-fips.us-west-2.amazonaws.com")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1", "m-x.kinesisvideo.us-west-2.api.aws")]
    [InlineData("arn:aws-cn:kinesisvideo:cn-north-1:1:channel/a_b.c-D9/0", "m-x.kinesisvideo.cn-north-1.amazonaws.com.cn")]
    [InlineData("arn:aws-cn:kinesisvideo:cn-north-1:1:channel/a_b.c-D9/0", "m-x.kinesisvideo.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("arn:aws-us-gov:kinesisvideo:us-gov-west-1:123456789012:channel/demo/1234567890123", "m-x.kinesisvideo.us-gov-west-1.amazonaws.com")]
    [InlineData("arn:aws-us-gov:kinesisvideo:us-gov-west-1:123456789012:channel/demo/1234567890123", "m-x.kinesisvideo-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("arn:aws-tomorrow:kinesisvideo:mars-north-1:123456789012:channel/demo/1", "m-x.kinesisvideo.mars-north-1.aws.example")]
    [InlineData("arn:aws-cn:kinesisvideo:cn-north-1:1:channel/a_b.c-D9/0", "localhost:8443")]
    public void A_channel_of_any_partition_is_taken(string arn, string host) =>
        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(host, arn)));

    [Theory]
    [InlineData("arn:aws-cn:kinesisvideo:us-west-2:1:channel/a/0", "m-x.kinesisvideo.us-west-2.amazonaws.com", "arn:aws-cn:kinesisvideo:us-west-2:1:channel/a/0")]
    [InlineData("arn:aws:kinesisvideo:us-gov-west-1:1:channel/a/0", "m-x.kinesisvideo.us-gov-west-1.amazonaws.com", "arn:aws:kinesisvideo:us-gov-west-1:1:channel/a/0")]
    [InlineData("arn:aws-cn:kinesisvideo:cn-north-1:1:channel/a/0", "m-x.kinesisvideo.cn-north-1.amazonaws.com", "m-x.kinesisvideo.cn-north-1.amazonaws.com")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:1:channel/a/0", "m-x.kinesisvideo.us-west-2.amazonaws.com.cn", "m-x.kinesisvideo.us-west-2.amazonaws.com.cn")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:1:channel/a/0", "m-x.kinesisvideo.us-west-2.api.amazonwebservices.com.cn", "m-x.kinesisvideo.us-west-2.api.amazonwebservices.com.cn")]
    public void The_partition_of_the_channel_is_that_of_its_region_and_of_its_host(string arn, string host, string target) =>
        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(host, arn)), "KvsPartitionMismatch", target);

    [Fact]
    public void The_host_of_a_fips_endpoint_tells_role_and_region()
    {
        const string Arn = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1";
        const string Viewers = "v-x.kinesisvideo-fips.us-west-2.amazonaws.com";
        const string Elsewhere = "m-x.kinesisvideo-fips.us-east-1.amazonaws.com";

        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(Viewers, Arn)), "KvsEndpointRoleMismatch", Viewers);
        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(Elsewhere, Arn)), "KvsRegionMismatch", Elsewhere);
        Found.Warning(
            KvsSignalingRules.Check(KvsSignalingRequest.FromParts("kinesisvideo-fips.us-west-2.amazonaws.com", Arn)),
            "KvsEndpointUnknown",
            "kinesisvideo-fips.us-west-2.amazonaws.com");
        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts("v-x.kinesisvideo-fipsy.us-east-1.amazonaws.com", Arn)));
    }

    [Theory]
    [InlineData("&amp;")]
    [InlineData("&#38;")]
    [InlineData("&#x26;")]
    public void A_separator_of_html_is_named(string separator) => _ = Refused.As(
        "QueryEscapedAsHtml",
        separator,
        () => KvsSignalingRequest.FromUri($"wss://v-x.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-ClientId=v{separator}X-Amz-ChannelARN=x"));

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData(" arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1")]
    [InlineData("ARN:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:stream/demo/1")]
    [InlineData("arn:aws:kinesis:us-west-2:123456789012:channel/demo/1")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel//1")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1a")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1/2")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/de mo/1")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/démo/1")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:12345678901a:channel/demo/1")]
    [InlineData("arn:aws:kinesisvideo:us-west-2::channel/demo/1")]
    [InlineData("arn:aws:kinesisvideo::123456789012:channel/demo/1")]
    [InlineData("arn::kinesisvideo:us-west-2:123456789012:channel/demo/1")]
    [InlineData("arn:aws:kinesisvideo:us_west_2:123456789012:channel/demo/1")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012")]
    [InlineData("arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1\n")]
    public void A_text_that_is_no_channel_is_an_error(string arn) =>
        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(MasterHost, arn)), "KvsChannelArnInvalid", arn);

    [Fact]
    public void A_channel_arn_has_at_most_1024_characters()
    {
        const string Start = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/";
        string longest = Start + new string('a', 1024 - Start.Length - 2) + "/1";
        string over = Start + new string('a', 1025 - Start.Length - 2) + "/1";

        Assert.Equal(1024, longest.Length);
        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(MasterHost, longest)));
        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(MasterHost, over)), "KvsChannelArnInvalid", over);
    }

    [Fact]
    public void A_channel_arn_encoded_once_too_often_is_an_error()
    {
        string encoded = Uri.EscapeDataString(Channel);

        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(MasterHost, encoded)), "KvsChannelArnEncoded", encoded);
        Found.Error(
            KvsSignalingRules.Check(KvsSignalingRequest.FromUri($"wss://{MasterHost}?X-Amz-ChannelARN={Uri.EscapeDataString(encoded)}")),
            "KvsChannelArnEncoded",
            encoded);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("AWS")]
    [InlineData("AWS-x")]
    [InlineData("xAWS_")]
    [InlineData("azAZ09_.-")]
    public void A_client_id_of_the_allowed_characters_is_taken(string id) =>
        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(ViewerHost, Channel, id)));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("é")]
    [InlineData("a\n")]
    [InlineData("AWS_")]
    [InlineData("aws_x")]
    [InlineData("AwS_x")]
    public void Another_client_id_is_an_error(string id) =>
        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(ViewerHost, Channel, id)), "KvsClientIdInvalid", id);

    [Fact]
    public void A_client_id_has_at_most_256_characters()
    {
        string longest = new('a', 256);
        string over = new('a', 257);

        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(ViewerHost, Channel, longest)));
        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(ViewerHost, Channel, over)), "KvsClientIdInvalid", over);
    }

    [Fact]
    public void The_role_that_is_meant_must_be_the_one_of_the_client_id()
    {
        Found.Nothing(KvsSignalingRules.Check(With(MasterHost, null, KvsRole.Master)));
        Found.Nothing(KvsSignalingRules.Check(With(ViewerHost, "c", KvsRole.Viewer)));
        Found.Error(KvsSignalingRules.Check(With(ViewerHost, null, KvsRole.Viewer)), "KvsRoleMismatch", KvsRole.Viewer);
        Found.Error(KvsSignalingRules.Check(With(MasterHost, "c", KvsRole.Master)), "KvsRoleMismatch", KvsRole.Master);

        static KvsSignalingRequest With(string host, string? clientId, KvsRole role) =>
            KvsSignalingRequest.FromParts(host, Channel, clientId) with { Role = role };
    }

    [Fact]
    public void The_host_must_be_that_of_the_role()
    {
        Finding master = Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(ViewerHost, Channel)), "KvsEndpointRoleMismatch", ViewerHost);
        Finding viewer = Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(MasterHost, Channel, "c")), "KvsEndpointRoleMismatch", MasterHost);
        Assert.Contains("is a viewer's endpoint, but the URL is a master's", master.Message, StringComparison.Ordinal);
        Assert.Contains("is a master's endpoint, but the URL is a viewer's", viewer.Message, StringComparison.Ordinal);
        Found.Error(
            KvsSignalingRules.Check(KvsSignalingRequest.FromParts(MasterHost.ToUpperInvariant(), Channel, "c")), "KvsEndpointRoleMismatch", MasterHost);
    }

    [Theory]
    [InlineData("kinesisvideo.us-west-2.amazonaws.com")]
    [InlineData("s-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com")]
    public void A_host_of_the_service_that_is_no_signaling_endpoint_is_warned_of(string host) =>
        Found.Warning(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(host, Channel)), "KvsEndpointUnknown", host);

    [Theory]
    [InlineData("localhost:8443")]
    [InlineData("kvs.awsamazon.com")]
    [InlineData("m-a1.kinesisvideo-proxy.example")]
    [InlineData("notkinesisvideo.us-east-1.example")]
    public void Another_host_tells_nothing(string host) =>
        Found.Nothing(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(host, Channel)));

    [Fact]
    public void The_regions_of_the_channel_the_host_and_the_caller_must_agree()
    {
        const string OtherHost = "m-a1b2c3d4.kinesisvideo.us-east-1.amazonaws.com";
        KvsSignalingRequest request = KvsSignalingRequest.FromParts(MasterHost, Channel);

        Found.Nothing(KvsSignalingRules.Check(request with { Region = "us-west-2" }));
        Found.Error(KvsSignalingRules.Check(request with { Region = "us-west-1" }), "KvsRegionMismatch", "us-west-1");
        Found.Error(KvsSignalingRules.Check(KvsSignalingRequest.FromParts(OtherHost, Channel)), "KvsRegionMismatch", OtherHost);
    }

    [Fact]
    public void A_life_of_more_than_five_minutes_is_told_and_signed()
    {
        KvsSignalingRequest request = KvsSignalingRequest.FromParts(MasterHost, Channel);
        KvsSignalingRequest longer = request with { ExpiresIn = TimeSpan.FromSeconds(301) };

        Assert.Equal(TimeSpan.FromSeconds(299), request.ExpiresIn);
        Found.Nothing(KvsSignalingRules.Check(request with { ExpiresIn = TimeSpan.FromSeconds(300) }));
        Found.Information(KvsSignalingRules.Check(longer), "KvsExpiresLong", TimeSpan.FromSeconds(301));
        SignedUrl url = KvsSignalingSigner.Sign(longer, Known.Credential, Known.Time);
        Assert.Contains("X-Amz-Expires=301", url.Url, StringComparison.Ordinal);
        _ = Refused.As(
            "ExpiresOutOfRange",
            TimeSpan.Zero,
            () => KvsSignalingSigner.Sign(request with { ExpiresIn = TimeSpan.Zero }, Known.Credential, Known.Time));
    }

    [Fact]
    public void Every_fault_is_found_and_the_first_error_is_thrown()
    {
        KvsSignalingRequest request = KvsSignalingRequest.FromUri("https://v-x.kinesisvideo.us-east-1.amazonaws.com/a?X-Amz-ChannelARN=x&X-Amz-ClientId=%20");

        IReadOnlyList<Finding> findings = KvsSignalingRules.Check(request with { ExpiresIn = TimeSpan.FromHours(1) });

        Assert.Equal(
            ["KvsEndpointInvalid", "KvsEndpointInvalid", "KvsChannelArnInvalid", "KvsClientIdInvalid", "KvsExpiresLong"], findings.Select(static f => f.Id));
        _ = Refused.As("KvsEndpointInvalid", () => KvsSignalingSigner.Sign(request, Known.Credential, Known.Time));
    }

    [Fact]
    public void Null_arguments_are_named()
    {
        KvsSignalingRequest request = KvsSignalingRequest.FromParts(MasterHost, Channel);

        Assert.Throws<ArgumentNullException>(() => KvsSignalingRequest.FromParts(null!, Channel));
        Assert.Throws<ArgumentNullException>("channelArn", () => KvsSignalingRequest.FromParts(MasterHost, null!));
        Assert.Throws<ArgumentNullException>(() => KvsSignalingRequest.FromUri(null!));
        Assert.Throws<ArgumentNullException>("request", () => KvsSignalingRules.Check(null!));
        Assert.Throws<ArgumentNullException>("credential", () => KvsSignalingSigner.Sign(request, null!, Known.Time));
    }
}
