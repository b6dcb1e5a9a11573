using System;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using Xunit;

namespace AwsSignTools.Core.Tests.Aws;

/// <summary>The hosts of the services in every partition, as the endpoint rules of the AWS SDKs have them.</summary>
public class ServiceEndpointTests
{
    [Theory]
    [InlineData("sts", "us-east-1", false, false, "sts.us-east-1.amazonaws.com")]
    [InlineData("sts", "us-east-1", true, false, "sts-fips.us-east-1.amazonaws.com")]
    [InlineData("sts", "us-east-1", false, true, "sts.us-east-1.api.aws")]
    [InlineData("sts", "us-east-1", true, true, "sts-fips.us-east-1.api.aws")]
    [InlineData("sts", "eu-north-1", false, false, "sts.eu-north-1.amazonaws.com")]
    [InlineData("sts", "xx-new-9", false, false, "sts.xx-new-9.amazonaws.com")]
    [InlineData("sts", "cn-north-1", false, false, "sts.cn-north-1.amazonaws.com.cn")]
    [InlineData("sts", "cn-northwest-1", false, true, "sts.cn-northwest-1.api.amazonwebservices.com.cn")]
    [InlineData("sts", "us-gov-west-1", false, false, "sts.us-gov-west-1.amazonaws.com")]
    [InlineData("sts", "us-gov-west-1", true, false, "sts.us-gov-west-1.amazonaws.com")]
    [InlineData("sts", "us-gov-east-1", true, true, "sts-fips.us-gov-east-1.api.aws")]
    [InlineData("sts", "us-iso-east-1", false, false, "sts.us-iso-east-1.c2s.ic.gov")]
    [InlineData("sts", "us-isob-east-1", false, false, "sts.us-isob-east-1.sc2s.sgov.gov")]
    [InlineData("sts", "us-isob-east-1", true, false, "sts-fips.us-isob-east-1.sc2s.sgov.gov")]
    [InlineData("sts", "eu-isoe-west-1", false, false, "sts.eu-isoe-west-1.cloud.adc-e.uk")]
    [InlineData("sts", "us-isof-south-1", false, false, "sts.us-isof-south-1.csp.hci.ic.gov")]
    [InlineData("sts", "eusc-de-east-1", false, false, "sts.eusc-de-east-1.amazonaws.eu")]
    [InlineData("sso", "eu-central-1", false, false, "portal.sso.eu-central-1.amazonaws.com")]
    [InlineData("sso", "eu-central-1", false, true, "portal.sso.eu-central-1.api.aws")]
    [InlineData("sso", "us-east-2", true, false, "portal.sso-fips.us-east-2.amazonaws.com")]
    [InlineData("sso", "us-gov-west-1", true, false, "portal.sso.us-gov-west-1.amazonaws.com")]
    [InlineData("sso", "cn-north-1", false, false, "portal.sso.cn-north-1.amazonaws.com.cn")]
    [InlineData("sso_oidc", "eu-central-1", false, false, "oidc.eu-central-1.amazonaws.com")]
    [InlineData("sso_oidc", "eu-central-1", true, false, "oidc-fips.eu-central-1.amazonaws.com")]
    [InlineData("sso_oidc", "us-gov-east-1", true, false, "oidc.us-gov-east-1.amazonaws.com")]
    [InlineData("sso_oidc", "us-iso-east-1", false, false, "oidc.us-iso-east-1.c2s.ic.gov")]
    public void Every_service_has_its_host(string service, string region, bool useFips, bool useDualStack, string host)
    {
        AwsApi api = Array.Find([AwsApi.Sts, AwsApi.SsoPortal, AwsApi.SsoOidc], a => a.SettingsName == service)!;

        Assert.Equal("https://" + host, new ServiceEndpoint(region, null, useFips, useDualStack).UrlOf(api));
    }

    [Fact]
    public void Another_service_has_a_FIPS_host_in_GovCloud_too() => Assert.Equal(
        "https://kms-fips.us-gov-west-1.amazonaws.com",
        new ServiceEndpoint("us-gov-west-1", null, UseFips: true).UrlOf(new AwsApi("kms", "kms", "kms")));

    [Fact]
    public void The_URL_of_the_settings_is_used_as_it_is() => Assert.Equal(
        "http://127.0.0.1:1/x", new ServiceEndpoint("us-east-1", "http://127.0.0.1:1/x", UseFips: true, UseDualStack: true).UrlOf(AwsApi.Sts));

    [Theory]
    [InlineData("")]
    [InlineData("us.east")]
    [InlineData("us-east-1/")]
    [InlineData("évil")]
    public void A_region_that_is_no_part_of_a_host_is_refused(string region) =>
        Refused.As("RegionInvalid", () => new ServiceEndpoint(region, null).UrlOf(AwsApi.Sts));
}
