using System;
using System.Linq;
using AwsSignTools.Aws;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Aws;

public class AwsServicesTests
{
    [Theory]
    [InlineData("s3")]
    [InlineData("s3express")]
    [InlineData("s3-outposts")]
    [InlineData("s3-object-lambda")]
    public void Objects_have_their_paths_as_they_are_and_their_hash_in_a_header(string service) =>
        Assert.Equal(
            new SignerSettings { PathEncoding = PathEncoding.Once, NormalizePath = false, SendContentSha256 = true, PresignedPayloadHash = "UNSIGNED-PAYLOAD" },
            AwsServices.Get(service).Settings);

    [Fact]
    public void The_device_gateway_takes_the_token_unsigned() =>
        Assert.Equal(new SignerSettings { SessionTokenMode = SessionTokenMode.Appended }, AwsServices.Get("iotdevicegateway").Settings);

    [Theory]
    [InlineData("kinesisvideo", 299, 300, null, null)]
    [InlineData("chime", 10, 604_800, null, "userArn")]
    [InlineData("transcribe", 300, 300, 8443, null)]
    [InlineData("iotdevicegateway", 900, 604_800, null, null)]
    [InlineData("bedrock", 900, 604_800, null, null)]
    [InlineData("bedrock-agentcore", 300, 300, null, null)]
    [InlineData("neptune-db", 900, 604_800, null, null)]
    [InlineData("rds-db", 900, 900, null, null)]
    [InlineData("kafka-cluster", 900, 900, null, null)]
    [InlineData("dsql", 900, 604_800, null, null)]
    public void A_service_has_its_life_port_and_region(string name, int life, int longest, int? port, string? regionParameter)
    {
        AwsService service = AwsServices.Get(name);

        Assert.Equal(
            (name, TimeSpan.FromSeconds(life), TimeSpan.FromSeconds(longest), port, regionParameter),
            (service.SigningName, service.PresignedLife, service.LongestPresignedLife, service.WebSocketPort, service.RegionArnParameter));
    }

    [Fact]
    public void What_most_services_want_is_the_default()
    {
        SignerSettings settings = SignerSettings.Default;

        Assert.Equal(
            (SessionTokenMode.InSignature, PathEncoding.Twice, true, false), (settings.SessionTokenMode, settings.PathEncoding, settings.NormalizePath, settings.SendContentSha256));
        Assert.Equal(SignableRequest.EmptyPayloadHash, settings.PresignedPayloadHash);
    }

    [Theory]
    [InlineData("execute-api")]
    [InlineData("iotdata")]
    [InlineData("bedrock")]
    [InlineData("S3")]
    [InlineData("s3tables")]
    [InlineData("")]
    public void Other_services_have_the_default_settings(string service)
    {
        Assert.Same(SignerSettings.Default, AwsServices.Get(service).Settings);
        Assert.Equal(service, AwsServices.Get(service).SigningName);
    }

    [Fact]
    public void A_service_of_the_catalogue_is_found_by_its_name_and_by_each_of_its_hosts()
    {
        Assert.All(AwsServices.All, static service => Assert.Same(service, AwsServices.Get(service.SigningName)));
        Assert.Equal(AwsServices.All.Count, AwsServices.All.Select(static s => s.SigningName).Distinct().Count());
        foreach (AwsService service in AwsServices.All)
        {
            Assert.All(service.HostLabels, label => Assert.Equal(service.SigningName, HostService.Find($"{label}.eu-west-1.amazonaws.com")));
        }
    }

    [Fact]
    public void A_null_service_is_named() => Assert.Throws<ArgumentNullException>("signingName", () => AwsServices.Get(null!));
}
