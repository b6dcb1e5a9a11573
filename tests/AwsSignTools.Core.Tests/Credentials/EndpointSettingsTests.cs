using System;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

public sealed class EndpointSettingsTests : IDisposable
{
    private readonly Surroundings _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Without_a_setting_it_is_the_services_own()
    {
        Assert.Equal(new ServiceEndpoint("r", null), new EndpointSettings(_machine.Context, null, null).Sts("r"));
        _ = _machine.Config("[profile dev]\nregion = x\n");
        Assert.Equal(new ServiceEndpoint("r", null), Settings().Sts("r"));
    }

    [Theory]
    [InlineData("aws-global", "https://sts.us-east-1.amazonaws.com")]
    [InlineData("aws-cn-global", "https://sts.cn-north-1.amazonaws.com.cn")]
    [InlineData("aws-us-gov-global", "https://sts.us-gov-west-1.amazonaws.com")]
    [InlineData("fips-us-east-2", "https://sts-fips.us-east-2.amazonaws.com")]
    [InlineData("us-east-2-fips", "https://sts-fips.us-east-2.amazonaws.com")]
    [InlineData("us-east-2", "https://sts.us-east-2.amazonaws.com")]
    public void A_pseudo_region_stands_for_a_region_and_its_endpoint(string region, string url) =>
        Assert.Equal(url, new EndpointSettings(_machine.Context, null, null).Sts(region).UrlOf(AwsApi.Sts));

    [Fact]
    public void The_most_particular_setting_comes_first()
    {
        _ = _machine.Config(
            """
            [profile dev]
            endpoint_url = http://p/
            services = local
            [services local]
            sts =
              endpoint_url = http://sts/
            sso =
              endpoint_url = http://sso/
            sso_oidc =
              endpoint_url = http://oidc/
            s3 =
              endpoint_url = http://s3/
            endpoint_url = http://nobody/
            """);
        Check("http://sts/", "http://sso/", "http://oidc/");

        _machine.Variables["AWS_ENDPOINT_URL"] = "http://all/";
        Check("http://all/", "http://all/", "http://all/");

        _machine.Variables["AWS_ENDPOINT_URL_STS"] = "http://1/";
        _machine.Variables["AWS_ENDPOINT_URL_SSO"] = "http://2/";
        _machine.Variables["AWS_ENDPOINT_URL_SSO_OIDC"] = "http://3/";
        Check("http://1/", "http://2/", "http://3/");

        _machine.Variables["AWS_ENDPOINT_URL_STS"] = " ";
        Check("http://all/", "http://2/", "http://3/");
    }

    [Theory]
    [InlineData("services = local\n[services local]\ns3 =\n  endpoint_url = http://s3/")]
    [InlineData("services = none")]
    [InlineData("services =")]
    public void The_profiles_own_endpoint_is_the_last(string settings)
    {
        _ = _machine.Config("[profile dev]\nendpoint_url = http://p/\n" + settings);

        Check("http://p/", "http://p/", "http://p/");
    }

    [Theory]
    [InlineData("true", null, true)]
    [InlineData("TRUE", null, true)]
    [InlineData("false", null, false)]
    [InlineData("1", null, false)]
    [InlineData(null, "true", true)]
    [InlineData(null, "True", true)]
    [InlineData(null, "false", false)]
    [InlineData("false", "true", false)]
    [InlineData("true", "false", true)]
    [InlineData(" ", "true", true)]
    public void Endpoints_may_be_ignored_and_the_environment_decides(string? variable, string? setting, bool ignored)
    {
        _machine.Variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = variable;
        _ = _machine.Config("[profile dev]\nendpoint_url = http://p/\n" + (setting is null ? "" : "ignore_configured_endpoint_urls = " + setting));
        string? expected = ignored ? null : "http://p/";
        Check(expected, expected, expected);

        _machine.Variables["AWS_ENDPOINT_URL_STS"] = "http://1/";
        Check(ignored ? null : "http://1/", expected, expected);
    }

    [Theory]
    [InlineData(null, null, null, null, false, false)]
    [InlineData("true", null, null, null, true, false)]
    [InlineData(null, "TRUE", null, null, false, true)]
    [InlineData(null, null, "true", "true", true, true)]
    [InlineData("false", "false", "true", "true", false, false)]
    [InlineData("1", null, null, "yes", false, false)]
    public void FIPS_and_dual_stack_are_switched_by_the_environment_then_by_the_profile(
        string? fips, string? dualStack, string? fipsSetting, string? dualStackSetting, bool useFips, bool useDualStack)
    {
        _machine.Variables["AWS_USE_FIPS_ENDPOINT"] = fips;
        _machine.Variables["AWS_USE_DUALSTACK_ENDPOINT"] = dualStack;
        _ = _machine.Config($"[profile dev]\nuse_fips_endpoint = {fipsSetting}\nuse_dualstack_endpoint = {dualStackSetting}\n");

        Assert.Equal(new ServiceEndpoint("r", null, useFips, useDualStack), Settings().Sts("r"));
        Assert.Equal(new ServiceEndpoint("r", null, useFips, useDualStack), Settings().SsoOidc("r"));
    }

    [Fact]
    public void A_role_is_asked_for_at_the_endpoint_of_its_own_profile()
    {
        _ = _machine.Config(
            $"""
            [profile a]
            role_arn = {_machine.Role}/a
            source_profile = b
            endpoint_url = http://a/
            [profile b]
            role_arn = {_machine.Role}/b
            source_profile = c
            endpoint_url = http://b/
            [profile c]
            endpoint_url = http://c/
            aws_access_key_id = AKID
            aws_secret_access_key = canary
            """);
        _machine.Services.OnRole = static _ => FakeServices.Answer();
        _ = _machine.Resolve("a");

        Assert.Equal("http://b/", _machine.Services.Roles[0].Endpoint.Url);
        Assert.Equal("http://a/", _machine.Services.Roles[1].Endpoint.Url);
    }

    private void Check(string? sts, string? portal, string? oidc)
    {
        Assert.Equal(new ServiceEndpoint("r", sts), Settings().Sts("r"));
        Assert.Equal(new ServiceEndpoint("r", portal), Settings().SsoPortal("r"));
        Assert.Equal(new ServiceEndpoint("r", oidc), Settings().SsoOidc("r"));
    }

    private EndpointSettings Settings()
    {
        ProfileStore store = _machine.Store;
        return new EndpointSettings(_machine.Context, store, store.Find(SectionKind.Profile, "dev"));
    }
}
