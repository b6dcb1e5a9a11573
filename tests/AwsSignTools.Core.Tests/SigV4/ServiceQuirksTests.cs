using System;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.SigV4;

public class ServiceQuirksTests
{
    [Theory]
    [InlineData("s3")]
    [InlineData("s3express")]
    [InlineData("s3-outposts")]
    [InlineData("s3-object-lambda")]
    public void Objects_have_their_paths_as_they_are_and_their_hash_in_a_header(string service) =>
        Assert.Equal(
            new SignerSettings { PathEncoding = PathEncoding.Once, NormalizePath = false, SendContentSha256 = true }, ServiceQuirks.For(service));

    [Fact]
    public void The_device_gateway_takes_the_token_unsigned() =>
        Assert.Equal(new SignerSettings { SessionTokenMode = SessionTokenMode.Appended }, ServiceQuirks.For("iotdevicegateway"));

    [Theory]
    [InlineData("transcribe")]
    [InlineData("kinesisvideo")]
    [InlineData("chime")]
    [InlineData("bedrock")]
    [InlineData("S3")]
    [InlineData("s3tables")]
    [InlineData("")]
    public void Other_services_have_no_quirk(string service) => Assert.Same(SignerSettings.Default, ServiceQuirks.For(service));

    [Fact]
    public void A_null_service_is_named() => Assert.Throws<ArgumentNullException>("service", () => ServiceQuirks.For(null!));
}
