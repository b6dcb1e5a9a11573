using System;
using AwsSignTools.Aws;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Aws;

public class ServiceQuirksTests
{
    [Theory]
    [InlineData("s3")]
    [InlineData("s3express")]
    [InlineData("s3-outposts")]
    [InlineData("s3-object-lambda")]
    public void Objects_have_their_paths_as_they_are_and_their_hash_in_a_header(string service) =>
        Assert.Equal(
            new SignerSettings { PathEncoding = PathEncoding.Once, NormalizePath = false, SendContentSha256 = true, PresignedPayloadHash = "UNSIGNED-PAYLOAD" },
            ServiceQuirks.For(service));

    [Fact]
    public void The_device_gateway_takes_the_token_unsigned() =>
        Assert.Equal(new SignerSettings { SessionTokenMode = SessionTokenMode.Appended }, ServiceQuirks.For("iotdevicegateway"));

    [Fact]
    public void Signaling_urls_live_five_minutes_at_most() =>
        Assert.Equal(new SignerSettings { PresignedLife = Seconds(299), LongestPresignedLife = Seconds(300) }, ServiceQuirks.For("kinesisvideo"));

    [Fact]
    public void Messaging_urls_live_ten_seconds_and_have_their_region_in_the_user() =>
        Assert.Equal(new SignerSettings { PresignedLife = Seconds(10), RegionArnParameter = "userArn" }, ServiceQuirks.For("chime"));

    [Fact]
    public void Transcription_listens_for_WebSockets_at_a_port_of_its_own() => Assert.Equal(
        new SignerSettings { PresignedLife = Seconds(300), LongestPresignedLife = Seconds(300), WebSocketPort = 8443 }, ServiceQuirks.For("transcribe"));

    [Fact]
    public void What_most_services_want_is_the_default()
    {
        SignerSettings settings = SignerSettings.Default;

        Assert.Equal(
            (SessionTokenMode.InSignature, PathEncoding.Twice, true, false), (settings.SessionTokenMode, settings.PathEncoding, settings.NormalizePath, settings.SendContentSha256));
        Assert.Equal((SignableRequest.EmptyPayloadHash, Seconds(900), Seconds(604_800)), (settings.PresignedPayloadHash, settings.PresignedLife, settings.LongestPresignedLife));
        Assert.Null(settings.WebSocketPort);
        Assert.Null(settings.RegionArnParameter);
    }

    [Theory]
    [InlineData("execute-api")]
    [InlineData("iotdata")]
    [InlineData("bedrock")]
    [InlineData("S3")]
    [InlineData("s3tables")]
    [InlineData("")]
    public void Other_services_have_no_quirk(string service) => Assert.Same(SignerSettings.Default, ServiceQuirks.For(service));

    [Fact]
    public void A_null_service_is_named() => Assert.Throws<ArgumentNullException>("service", () => ServiceQuirks.For(null!));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
