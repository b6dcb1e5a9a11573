using System;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using AwsSignTools.Urls;
using Xunit;

namespace AwsSignTools.Core.Tests.Urls;

public class UrlSignerTests
{
    private const string Transcribe = "wss://transcribestreaming.us-west-2.amazonaws.com/stream-transcription-websocket?language-code=en-US&media-encoding=pcm&sample-rate=16000";
    private const string Channel = "arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A123456789012%3Achannel%2Fdemo%2F1234567890123";
    private const string Signaling = "wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-ChannelARN=" + Channel + "&X-Amz-ClientId=viewer";
    private const string User = "arn:aws:chime:us-east-1:123456789012:app-instance/1a2b/user/me";
    private const string Messaging = "wss://node001.ue1.ws-messaging.chime.aws/connect?sessionId=1&userArn=" + User;

    private static readonly AwsCredential Temporary = new(Known.AccessKeyId, Known.SecretKey, "to/ken==");

    // "Authenticating requests: using query parameters", Amazon S3 API reference.
    [Fact]
    public void A_download_is_signed_as_in_the_documentation_of_S3()
    {
        SignedUrl url = UrlSigner.Sign(
            new UrlSigningRequest(RequestUri.Parse("https://examplebucket.s3.amazonaws.com/test.txt"), "s3")
            {
                Region = "us-east-1",
                ExpiresIn = TimeSpan.FromSeconds(86_400),
            },
            new AwsCredential("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
            + "&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            url.Url);
        Assert.EndsWith("\nhost:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD", url.CanonicalRequest, StringComparison.Ordinal);
        Assert.Equal("GET", url.Method);
        Assert.Empty(url.Headers);
        Assert.Empty(url.Findings);
    }

    [Theory]
    [InlineData(Transcribe, "transcribe", 300)]
    [InlineData(Signaling, "kinesisvideo", 299)]
    [InlineData(Messaging, "chime", 10)]
    [InlineData("https://abc.execute-api.us-west-2.amazonaws.com/prod", "execute-api", 900)]
    [InlineData("wss://a.iot.us-west-2.amazonaws.com/mqtt", "iotdevicegateway", 900)]
    public void A_url_lives_as_long_as_its_service_expects(string uri, string service, int seconds)
    {
        SignedUrl url = Sign(uri, service);

        Assert.Equal(TimeSpan.FromSeconds(seconds), url.ExpiresAt - url.SignedAt);
        Assert.Empty(url.Findings);
    }

    [Theory]
    [InlineData(Transcribe, "wss://transcribestreaming.us-west-2.amazonaws.com:8443/")]
    [InlineData("wss://transcribestreaming.us-west-2.amazonaws.com:443/", "wss://transcribestreaming.us-west-2.amazonaws.com/")]
    [InlineData("wss://transcribestreaming.us-west-2.amazonaws.com:9000/", "wss://transcribestreaming.us-west-2.amazonaws.com:9000/")]
    [InlineData("https://transcribestreaming.us-west-2.amazonaws.com/", "https://transcribestreaming.us-west-2.amazonaws.com/")]
    [InlineData("wss://localhost/", "wss://localhost/")]
    public void The_port_of_the_service_is_put_in_where_its_own_host_has_none(string uri, string expected)
    {
        SignedUrl url = Sign(uri, "transcribe");

        Assert.StartsWith(expected, url.Url, StringComparison.Ordinal);
        Assert.Equal("host:" + new Uri(expected.Replace("wss:", "https:", StringComparison.Ordinal)).Authority, url.CanonicalRequest.Split('\n')[3]);
    }

    [Theory]
    [InlineData("wss://db.cluster-abc.us-west-2.neptune.amazonaws.com/gremlin", "wss://db.cluster-abc.us-west-2.neptune.amazonaws.com:8182/gremlin", null)]
    [InlineData("https://db.cluster-abc.us-west-2.neptune.amazonaws.com/status", "https://db.cluster-abc.us-west-2.neptune.amazonaws.com:8182/status", null)]
    [InlineData("wss://db.cluster-abc.us-west-2.neptune.amazonaws.com:8183/gremlin", "wss://db.cluster-abc.us-west-2.neptune.amazonaws.com:8183/gremlin", null)]
    [InlineData("wss://db.cluster-abc.us-west-2.neptune.amazonaws.com:443/gremlin", "wss://db.cluster-abc.us-west-2.neptune.amazonaws.com/gremlin", "PortUnusual")]
    [InlineData("https://localhost/status", "https://localhost/status", null)]
    public void The_usual_port_of_Neptune_is_put_in_and_another_is_kept(string uri, string expected, string? id)
    {
        SignedUrl url = Sign(uri, "neptune-db");

        Assert.StartsWith(expected + "?", url.Url, StringComparison.Ordinal);
        Assert.Equal(id, url.Findings.SingleOrDefault()?.Id);
    }

    [Fact]
    public void A_device_gateway_has_its_token_outside_the_signature()
    {
        SignedUrl url = Sign("wss://a.iot.us-west-2.amazonaws.com/mqtt", "iotdevicegateway", credential: Temporary);

        Assert.EndsWith($"&X-Amz-Signature={url.Signature}&X-Amz-Security-Token=to%2Fken%3D%3D", url.Url, StringComparison.Ordinal);
        Assert.Equal(url.Signature, Sign("wss://a.iot.us-west-2.amazonaws.com/mqtt", "iotdevicegateway").Signature);
    }

    [Theory]
    [InlineData("s3", "/a%20b//../%C3%BC%2F", "/a%20b//../%C3%BC/")]
    [InlineData("execute-api", "/a%20b//../%C3%BC%2F", "/%25C3%25BC%252F")]
    public void A_path_is_signed_as_the_service_wants_it(string service, string inUrl, string canonical)
    {
        SignedUrl url = Sign("https://example.com/a b//../ü%2F", service);

        Assert.StartsWith("https://example.com" + inUrl + "?", url.Url, StringComparison.Ordinal);
        Assert.Equal(canonical, url.CanonicalRequest.Split('\n')[1]);
    }

    [Fact]
    public void Headers_are_signed_but_for_those_that_change_on_the_way_and_all_are_to_be_sent()
    {
        SignedUrl url = Sign(
            "https://bucket.s3.us-west-2.amazonaws.com/key",
            "s3",
            r => r with { Method = "PUT", Headers = [new("Content-Type", "text/plain"), new("User-Agent", "me"), new("X-Many", "1"), new("X-Many", "2")] });

        Assert.Equal("PUT", url.Method);
        Assert.Contains("&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-many&", url.Url, StringComparison.Ordinal);
        Assert.Equal(["Content-Type", "User-Agent", "X-Many"], url.Headers.Keys.Cast<string>());
        Assert.Equal("1,2", url.Headers["X-MANY"]);
    }

    [Theory]
    [InlineData(null, null, "UNSIGNED-PAYLOAD")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", null, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")]
    [InlineData(null, SignableRequest.EmptyPayloadHash, SignableRequest.EmptyPayloadHash)]
    [InlineData(SignableRequest.EmptyPayloadHash, SignableRequest.EmptyPayloadHash, SignableRequest.EmptyPayloadHash)]
    public void The_hash_line_is_the_one_given_or_the_headers_or_the_services(string? given, string? header, string line)
    {
        SignedUrl url = Sign(
            "https://bucket.s3.us-west-2.amazonaws.com/key",
            "s3",
            r => r with { PayloadHash = given, Headers = header is null ? [] : [new("X-Amz-Content-Sha256", header)] });

        Assert.EndsWith("\n" + line, url.CanonicalRequest, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hashes_and_two_signatures_are_refused()
    {
        const string Url = "https://bucket.s3.us-west-2.amazonaws.com/key";
        _ = Refused.As(
            "PayloadHashInvalid",
            "UNSIGNED-PAYLOAD",
            () => Sign(Url, "s3", r => r with { PayloadHash = "UNSIGNED-PAYLOAD", Headers = [new("X-Amz-Content-Sha256", SignableRequest.EmptyPayloadHash)] }));
        _ = Refused.As("PayloadHashInvalid", () => Sign(Url, "s3", r => r with { Headers = [new("x-amz-content-sha256", "abc")] }));
        _ = Refused.As("RequestAlreadySigned", "authorization", () => Sign(Url, "s3", r => r with { Headers = [new("authorization", "x")] }));
        _ = Refused.As("UrlAlreadySigned", "X-Amz-Date", () => Sign(Url + "?X-Amz-Date=1", "s3"));
    }

    [Theory]
    [InlineData("https://x.us-west-2.amazonaws.com/?userArn=" + User, "chime", "us-west-2")]
    [InlineData("https://example.com/?userArn=" + User, "chime", "us-east-1")]
    [InlineData("https://example.com/?userArn=no-arn", "chime", null)]
    [InlineData("https://example.com/?userarn=" + User, "chime", null)]
    [InlineData("https://example.com/?userArn=" + User, "other", null)]
    public void A_url_tells_its_region_by_its_host_or_by_an_arn(string uri, string service, string? region) =>
        Assert.Equal(region, new UrlSigningRequest(RequestUri.Parse(uri), service).FindRegion());

    [Theory]
    [InlineData("https://bedrock-runtime.us-west-2.amazonaws.com/", "bedrock-runtime", "HostServiceMismatch", "bedrock-runtime")]
    [InlineData("https://bucket.s3.us-west-2.amazonaws.com/", "S3", "HostServiceMismatch", "S3")]
    [InlineData("https://bucket.s3.eu-central-1.amazonaws.com/", "s3", "HostRegionMismatch", "us-west-2")]
    [InlineData("wss://transcribestreaming.us-west-2.amazonaws.com:443/", "transcribe", "WebSocketPortUnknown", 443)]
    [InlineData("wss://a.iot.us-west-2.amazonaws.com/mqtt/", "iotdevicegateway", "IotPathInvalid", "/mqtt/")]
    [InlineData("wss://a.iot.us-west-2.amazonaws.com", "iotdevicegateway", "IotPathInvalid", "")]
    [InlineData("wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-ClientId=v", "kinesisvideo", "KvsChannelArnMissing", "wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com")]
    [InlineData("wss://m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-ChannelARN=" + Channel + "&X-Amz-ClientId=AWS_x", "kinesisvideo", "KvsClientIdInvalid", "AWS_x")]
    [InlineData("wss://node001.uw2.ws-messaging.chime.aws/connect?sessionId=1", "chime", "ChimeUserArnMissing", "userArn")]
    [InlineData("wss://node001.uw2.ws-messaging.chime.aws/connect?userArn=arn:aws:chime:us-west-2:123456789012:app-instance/1a2b/user/me", "chime", "ChimeSessionIdMissing", "sessionId")]
    public void What_the_service_would_refuse_is_signed_and_warned_of(string uri, string service, string id, object target)
    {
        Finding finding = Sign(uri, service).Findings[0];

        Assert.Equal((id, FindingSeverity.Warning, target), (finding.Id, finding.Severity, finding.Target));
        Assert.NotNull(finding.Rule);
        Found.CheckWords(finding);
        Assert.Equal(id.StartsWith("Kvs", StringComparison.Ordinal), finding.Remedy.Contains("New-KvsSignedUrl", StringComparison.Ordinal));
        Assert.Equal(id.StartsWith("Chime", StringComparison.Ordinal), finding.Remedy.Contains("New-ChimeConnectUrl", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Transcribe, "transcribe", 301, "UrlLifeLong")]
    [InlineData("https://kinesisvideo.us-west-2.amazonaws.com/", "kinesisvideo", 301, "UrlLifeLong")]
    public void A_life_that_the_service_does_not_take_is_warned_of_once(string uri, string service, int seconds, string id) =>
        Assert.Equal(id, Assert.Single(Sign(uri, service, r => r with { ExpiresIn = TimeSpan.FromSeconds(seconds) }).Findings).Id);

    [Fact]
    public void A_signaling_url_of_another_region_is_warned_of_in_the_words_of_the_service() => Assert.All(
        Sign(Signaling, "kinesisvideo", r => r with { Region = "eu-west-1" }).Findings, f => Assert.Equal("KvsRegionMismatch", f.Id));

    [Fact]
    public void Null_arguments_are_named()
    {
        RequestUri uri = RequestUri.Parse(Transcribe);
        Assert.Throws<ArgumentNullException>("uri", () => new UrlSigningRequest(default, "s3"));
        Assert.Throws<ArgumentNullException>("service", () => new UrlSigningRequest(uri, null!));
        Assert.Throws<ArgumentNullException>("request", () => UrlSigner.Sign(null!, Temporary, Known.Time));
        Assert.Throws<ArgumentNullException>("credential", () => UrlSigner.Sign(new UrlSigningRequest(uri, "s3") { Region = "r" }, null!, Known.Time));
        Assert.Throws<ArgumentNullException>("request", () => UrlSigningRules.Check(null!));
        _ = Refused.As("RegionInvalid", () => UrlSigner.Sign(new UrlSigningRequest(uri, "s3"), Temporary, Known.Time));
    }

    private static SignedUrl Sign(
        string uri, string service, Func<UrlSigningRequest, UrlSigningRequest>? change = null, AwsCredential? credential = null)
    {
        UrlSigningRequest request = new(RequestUri.Parse(uri), service);
        request = request with { Region = request.FindRegion() ?? "us-west-2" };
        if (service is "s3" && uri.Contains("eu-central-1", StringComparison.Ordinal))
        {
            request = request with { Region = "us-west-2" };
        }

        return UrlSigner.Sign(change?.Invoke(request) ?? request, credential ?? Known.Credential, Known.Time);
    }
}
