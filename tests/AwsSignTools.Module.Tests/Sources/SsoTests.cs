using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>Profiles that sign in with IAM Identity Center, of both kinds; the login is a file, as <c>aws sso login</c> leaves it.</summary>
public sealed class SsoTests : IDisposable
{
    private readonly TestMachine _machine = new();
    private readonly IdentityCenter _center = new();

    public SsoTests()
    {
        _ = _machine.Set("AWS_ENDPOINT_URL_SSO", _center.Url).Set("AWS_ENDPOINT_URL_SSO_OIDC", _center.Url);
        _machine.Config = $"""
            [sso-session corp]
            sso_start_url = {_center.StartUrl}
            sso_region = eu-central-1
            sso_registration_scopes = sso:account:access

            [profile session]
            sso_session = corp
            sso_account_id = {_center.AccountId}
            sso_role_name = {_center.RoleName}
            region = eu-west-1

            [profile legacy]
            sso_start_url = {_center.StartUrl}
            sso_region = eu-central-1
            sso_account_id = {_center.AccountId}
            sso_role_name = {_center.RoleName}

            [profile other role]
            sso_session = corp
            sso_account_id = {_center.AccountId}
            sso_role_name = Admin
            """;
    }

    public void Dispose()
    {
        _machine.Dispose();
        _center.Dispose();
    }

    [UnixTheory]
    [InlineData("session")]
    [InlineData("legacy")]
    public void A_login_gives_the_roles_credential(string profile)
    {
        WriteLogin(profile, TimeSpan.FromHours(1));

        _machine.AssertSigns("-ProfileName " + profile, _center);
        _ = _machine.Signer("-ProfileName " + profile);

        ReceivedRequest request = Assert.Single(_center.Requests);
        Assert.Equal("GET /federation/credentials", request.Method + " " + request.Path);
        Assert.Null(request.Header("Authorization"));
    }

    [UnixFact]
    public void Who_signs_out_or_signs_in_as_another_signs_no_more_as_the_one_before()
    {
        WriteLogin("session", TimeSpan.FromHours(1));
        string before = _machine.Signer("-ProfileName session");
        _center.AccessToken = "aoaAnother:" + Guid.NewGuid().ToString("N");
        WriteLogin("session", TimeSpan.FromHours(2));

        Assert.NotEqual(before, _machine.Signer("-ProfileName session"));

        File.Delete(CacheFile("session"));
        _ = _machine.AssertRefused("-ProfileName session", "SsoLoginRequired", "`aws sso login --profile session`");
    }

    [UnixTheory]
    [InlineData("session", null)]
    [InlineData("legacy", null)]
    [InlineData("session", -1)]
    [InlineData("legacy", -1)]
    public void A_missing_or_ended_login_is_told_to_sign_in(string profile, int? minutes)
    {
        if (minutes is not null)
        {
            WriteLogin(profile, TimeSpan.FromMinutes(minutes.Value));
        }

        _ = _machine.AssertRefused(
            "-ProfileName " + profile, "SsoLoginRequired", $"The profile '{profile}' ", $"`aws sso login --profile {profile}`");
        Assert.Empty(_center.Requests);
    }

    [UnixFact]
    public void A_login_that_the_portal_does_not_know_any_more_is_told_to_sign_in()
    {
        WriteLogin("session", TimeSpan.FromHours(1));
        _center.AccessToken = "another";

        _ = _machine.AssertRefused("-ProfileName session", "SsoLoginRequired", "The profile 'session' ", "`aws sso login --profile session`");
    }

    [UnixFact]
    public void An_ended_login_is_renewed_where_it_can_be_and_the_new_one_is_kept()
    {
        WriteLogin("session", TimeSpan.FromMinutes(-1), renewable: true);

        _machine.AssertSigns("-ProfileName session", _center);

        Assert.Equal(["POST /token", "GET /federation/credentials"], _center.Requests.Select(r => r.Method + " " + r.Path));
        JsonObject kept = JsonNode.Parse(File.ReadAllText(CacheFile("session")))!.AsObject();
        Assert.Equal((_center.AccessToken, _center.RefreshToken), ((string?)kept["accessToken"], (string?)kept["refreshToken"]));
        Assert.Equal(
            (_center.ClientId, _center.ClientSecret, _center.StartUrl, "eu-central-1"),
            ((string?)kept["clientId"], (string?)kept["clientSecret"], (string?)kept["startUrl"], (string?)kept["region"]));
        Assert.True(DateTimeOffset.Parse((string)kept["expiresAt"]!, CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.AddHours(7));
    }

    [UnixFact]
    public void A_login_that_cannot_be_renewed_is_told_to_sign_in()
    {
        WriteLogin("session", TimeSpan.FromMinutes(-1), renewable: true);
        _center.RefreshToken = "another";

        _ = _machine.AssertRefused("-ProfileName session", "SsoLoginRequired", "`aws sso login --profile session`");
    }

    [UnixFact]
    public void A_login_that_is_about_to_end_and_cannot_be_renewed_is_used_until_it_does()
    {
        WriteLogin("session", TimeSpan.FromMinutes(3), renewable: true);
        _center.RefreshToken = "another";

        _machine.AssertSigns("-ProfileName session", _center);

        Assert.Contains(_center.Requests, r => r.Path == "/token");
    }

    [UnixFact]
    public void A_portal_that_is_away_is_named()
    {
        WriteLogin("session", TimeSpan.FromHours(1));
        _ = _machine.Set("AWS_ENDPOINT_URL_SSO", Closed.Url);

        _ = _machine.AssertRefused(
            "-ProfileName session -CredentialTimeoutSec 30", "CredentialServiceUnreachable", "The profile 'session' ", "IAM Identity Center (role Reader in account 123456789012)");
    }

    [UnixTheory]
    [InlineData(60)]
    [InlineData(-60)]
    public void A_slow_portal_or_a_slow_renewal_is_waited_for_no_longer_than_told(int minutes)
    {
        WriteLogin("session", TimeSpan.FromMinutes(minutes), renewable: true);
        _center.Delay = TimeSpan.FromSeconds(60);

        _ = _machine.AssertRefused("-ProfileName session -CredentialTimeoutSec 1", "CredentialServiceTimedOut", "The profile 'session' ", "within 1 s");
    }

    [UnixTheory]
    [InlineData(200, "<html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"roleCredentials":{"accessKeyId":"ASIAX"}}""")]
    public void An_answer_that_is_no_credential_is_an_error(int status, string body)
    {
        WriteLogin("session", TimeSpan.FromHours(1));
        _center.Fault = Answer.Json(body, status);

        _ = _machine.AssertRefused("-ProfileName session -CredentialTimeoutSec 30", "CredentialServiceAnswerInvalid", "The profile 'session' ");
    }

    [UnixFact]
    public void A_role_that_one_may_not_use_is_named_with_its_account()
    {
        WriteLogin("session", TimeSpan.FromHours(1));

        ErrorRecord error = _machine.AssertRefused(
            "-ProfileName 'other role'", "CredentialServiceRefused", "The profile 'other role' ", "role Admin in account 123456789012", "(ForbiddenException)", "sso_role_name");
        Assert.DoesNotContain(_center.AccessToken, error.ToString() + error.Exception, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_login_file_that_is_no_login_is_as_none()
    {
        WriteLogin("session", TimeSpan.FromHours(1));
        File.WriteAllText(CacheFile("session"), "{ \"accessToken\": 5");

        _ = _machine.AssertRefused("-ProfileName session", "SsoLoginRequired", "`aws sso login --profile session`");
    }

    [UnixFact]
    public void A_role_may_have_a_login_as_its_source()
    {
        using TokenService sts = new() { KnowsKeysOf = _center };
        WriteLogin("session", TimeSpan.FromHours(1));
        File.AppendAllText(
            Path.Combine(_machine.Home, ".aws", "config"),
            $"\n[profile role]\nrole_arn = arn:aws:iam::123456789012:role/tests/signer\nsource_profile = session\nservices = local\n[services local]\nsts =\n  endpoint_url = {sts.Url}\n");

        _machine.AssertSigns("-ProfileName role", sts);
    }

    private void WriteLogin(string profile, TimeSpan life, bool renewable = false)
    {
        string Moment(TimeSpan from) => (DateTimeOffset.UtcNow + from).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        JsonObject login = new()
        {
            ["startUrl"] = _center.StartUrl,
            ["region"] = "eu-central-1",
            ["accessToken"] = _center.AccessToken,
            ["expiresAt"] = Moment(life),
        };
        if (renewable)
        {
            login["clientId"] = _center.ClientId;
            login["clientSecret"] = _center.ClientSecret;
            login["registrationExpiresAt"] = Moment(TimeSpan.FromDays(30));
            login["refreshToken"] = _center.RefreshToken;
        }

        _ = _machine.Write(CacheFile(profile), login.ToJsonString());
    }

    // The AWS CLI's name of the file: the hash of the session's name, or of the start URL.
    private string CacheFile(string profile)
    {
        byte[] name = Encoding.UTF8.GetBytes(profile == "legacy" ? _center.StartUrl : "corp");
#pragma warning disable CA5350 // It is a file's name, and AWS's choice.
        string hash = Convert.ToHexStringLower(SHA1.HashData(name));
#pragma warning restore CA5350
        return Path.Combine(_machine.Home, ".aws", "sso", "cache", hash + ".json");
    }
}
