using System;
using System.IO;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>Profiles that sign in with IAM Identity Center.</summary>
public sealed class SsoProfileTests : IDisposable
{
    private readonly Surroundings _machine = new();

    public SsoProfileTests() => _machine.Services.OnLogin = _ => FakeServices.Answer("ASIALOGIN", _machine.Now.AddHours(8));

    // Another start URL for each test: what is kept is kept for the process.
    private string StartUrl => "https://example.com/start?" + _machine.Role;

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_profile_names_a_login_that_others_share()
    {
        _ = _machine.Config(
            $"""
            [profile dev]
            sso_session = my corp
            sso_account_id = 011122223333
            sso_role_name = Admin
            region = us-west-2
            [sso-session "my corp"]
            sso_region = eu-west-1
            sso_start_url = {StartUrl}
            sso_registration_scopes = sso:account:access
            """);
        ResolvedCredential resolved = _machine.Resolve("dev");

        SsoRoleRequest request = Assert.Single(_machine.Services.Logins);
        Assert.Equal(
            new SsoRoleRequest
            {
                Portal = new ServiceEndpoint("eu-west-1", null),
                Oidc = new ServiceEndpoint("eu-west-1", null),
                StartUrl = StartUrl,
                SessionName = "my corp",
                AccountId = "011122223333",
                RoleName = "Admin",
            },
            request);
        Assert.Equal("ASIALOGIN", resolved.Credential.AccessKeyId);
        Assert.Equal("us-west-2", resolved.Region);
        Assert.Equal(Known.Time.AddHours(8).AddMinutes(-5), resolved.RenewAt);
    }

    [Fact]
    public void A_profile_of_the_older_kind_has_all_itself()
    {
        UseLegacy();
        _ = _machine.Resolve("dev");

        SsoRoleRequest request = Assert.Single(_machine.Services.Logins);
        Assert.Null(request.SessionName);
        Assert.Equal(StartUrl, request.StartUrl);
        Assert.Equal("eu-west-1", request.Portal.Region);
    }

    [Fact]
    public void The_settings_of_the_login_come_before_the_profiles()
    {
        _ = _machine.Config(
            $"[profile dev]\nsso_session = corp\nsso_region = other\nsso_start_url = other\nsso_account_id = 1\nsso_role_name = x\n[sso-session corp]\nsso_region = r\nsso_start_url = {StartUrl}\nsso_role_name = other\n");
        _ = _machine.Resolve("dev");

        SsoRoleRequest request = Assert.Single(_machine.Services.Logins);
        Assert.Equal("r", request.Portal.Region);
        Assert.Equal(StartUrl, request.StartUrl);
        Assert.Equal("x", request.RoleName);
    }

    [Fact]
    public void What_a_login_lacks_may_be_in_the_profile()
    {
        _ = _machine.Config($"[profile dev]\nsso_session = corp\nsso_region = r\nsso_start_url = {StartUrl}\nsso_account_id = 1\nsso_role_name = x\n[sso-session corp]\n");
        _ = _machine.Resolve("dev");

        Assert.Equal("corp", Assert.Single(_machine.Services.Logins).SessionName);
    }

    [Fact]
    public void The_portal_and_its_OIDC_service_have_endpoints_of_their_own()
    {
        _machine.Variables["AWS_ENDPOINT_URL_SSO"] = "http://127.0.0.1:1";
        _machine.Variables["AWS_ENDPOINT_URL_SSO_OIDC"] = "http://127.0.0.1:2";
        UseLegacy();
        _ = _machine.Resolve("dev");

        SsoRoleRequest request = Assert.Single(_machine.Services.Logins);
        Assert.Equal("http://127.0.0.1:1", request.Portal.Url);
        Assert.Equal("http://127.0.0.1:2", request.Oidc.Url);
    }

    [Fact]
    public void A_login_that_is_missing_or_has_ended_is_told_with_the_command_that_makes_one()
    {
        _machine.Services.OnLogin = static _ => throw new LoginRequiredException();
        UseLegacy();
        Finding finding = Unavailable.As("SsoLoginRequired", () => _machine.Resolve("dev"));

        Assert.StartsWith("The profile 'dev' ", finding.Message, StringComparison.Ordinal);
        Assert.Contains("`aws sso login --profile dev`", finding.Remedy, StringComparison.Ordinal);

        _ = _machine.Config(File.ReadAllText(_machine.ConfigFile).Replace("profile dev", "profile my dev", StringComparison.Ordinal));
        Assert.Contains("--profile 'my dev'`", Unavailable.As("SsoLoginRequired", () => _machine.Resolve("my dev")).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_portal_that_refuses_is_told_with_the_role_and_the_account()
    {
        _machine.Services.OnLogin = static _ => throw FakeServices.Failure(ServiceFailure.Refused);
        UseLegacy();
        Finding finding = Unavailable.As("CredentialServiceRefused", () => _machine.Resolve("dev"));

        Assert.Contains("role x in account 1", finding.Message, StringComparison.Ordinal);
        Assert.Contains(StartUrl, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_may_have_a_login_for_its_source()
    {
        _machine.Services.OnRole = static _ => FakeServices.Answer("ASIAROLE");
        _ = _machine.Config(
            $"[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = sso\n[profile sso]\nsso_start_url = {StartUrl}\nsso_region = r\nsso_account_id = 1\nsso_role_name = x\n");

        Assert.Equal("ASIAROLE", _machine.Resolve("dev").Credential.AccessKeyId);
        Assert.Equal("ASIALOGIN", Assert.Single(_machine.Services.Roles).Source.AccessKeyId);
    }

    private void UseLegacy() =>
        _machine.Config($"[profile dev]\nsso_start_url = {StartUrl}\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = x\n");
}
