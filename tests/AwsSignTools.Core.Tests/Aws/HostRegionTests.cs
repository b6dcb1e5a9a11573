using System;
using AwsSignTools.Aws;
using Xunit;

namespace AwsSignTools.Core.Tests.Aws;

public class HostRegionTests
{
    [Theory]
    [InlineData("transcribestreaming.us-west-2.amazonaws.com", "us-west-2")]
    [InlineData("bedrock-runtime.ap-southeast-7.amazonaws.com", "ap-southeast-7")]
    [InlineData("kinesisvideo.us-gov-east-1.amazonaws.com", "us-gov-east-1")]
    [InlineData("kinesisvideo-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [InlineData("execute-api.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1")]
    [InlineData("bucket.s3.dualstack.eu-central-2.amazonaws.com", "eu-central-2")]
    [InlineData("abc123.lambda-url.mx-central-1.on.aws", "mx-central-1")]
    [InlineData("sts.il-central-1.api.aws", "il-central-1")]
    [InlineData("search-domain.sa-east-1.es.amazonaws.com", "sa-east-1")]
    [InlineData("vpce-0123456789abcdef0-abcdefgh.transcribestreaming.ca-west-1.vpce.amazonaws.com", "ca-west-1")]
    [InlineData("us-east-1.queue.amazonaws.com", "us-east-1")]
    [InlineData("sts.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1")]
    [InlineData("sts.us-iso-east-1.c2s.ic.gov", "us-iso-east-1")]
    [InlineData("sts.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1")]
    [InlineData("sts.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1")]
    [InlineData("sts.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1")]
    [InlineData("s3.cn-north-1.api.amazonwebservices.com.cn", "cn-north-1")]
    [InlineData("eu-west-1.s3.us-east-2.amazonaws.com", "us-east-2")]
    [InlineData("my-app-1.s3.me-south-1.amazonaws.com", "me-south-1")]
    public void A_host_of_aws_tells_its_region(string host, string region) => Assert.Equal(region, HostRegion.Find(host));

    // A bucket's name may look like a region's at first sight; one region or none is better than a wrong one.
    [Theory]
    [InlineData("my-app-1.s3.amazonaws.com")]
    [InlineData("eu-logs-2.s3.amazonaws.com")]
    [InlineData("us-my-bucket-1.s3.amazonaws.com")]
    [InlineData("s3.amazonaws.com")]
    [InlineData("iam.amazonaws.com")]
    [InlineData("s3-us-west-2.amazonaws.com")]
    [InlineData("amazonaws.com")]
    [InlineData("us-east-1amazonaws.com")]
    [InlineData("example.com")]
    [InlineData("x.us-east-1.example.com")]
    [InlineData("x.us-east-1.amazonaws.com.example.com")]
    [InlineData("x.us-east-1.notamazonaws.com")]
    [InlineData("x.us-east-.amazonaws.com")]
    [InlineData("x.us-east-0.amazonaws.com")]
    [InlineData("x.us-east-12.amazonaws.com")]
    [InlineData("x.us--east-1.amazonaws.com")]
    [InlineData("x.us-east.amazonaws.com")]
    [InlineData("x.east-1.amazonaws.com")]
    [InlineData("x.u1-east-1.amazonaws.com")]
    [InlineData("x.us-a-b-east-1.amazonaws.com")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("")]
    [InlineData(".")]
    public void Another_host_tells_none(string host) => Assert.Null(HostRegion.Find(host));

    [Fact]
    public void A_null_host_is_named() => Assert.Throws<ArgumentNullException>("host", () => HostRegion.Find(null!));
}
