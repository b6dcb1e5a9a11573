using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>A role by the identity token in a file: of a profile, and of the environment as in EKS and CI services.</summary>
public sealed class WebIdentityTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/tests/pod";

    private readonly TestMachine _machine = new();
    private readonly TokenService _sts = new();
    private readonly string _tokenFile;

    public WebIdentityTests()
    {
        _ = _machine.Set("AWS_ENDPOINT_URL_STS", _sts.Url);
        _tokenFile = _machine.Write("tokens/web identity", _sts.IdentityToken + "\n");
    }

    public void Dispose()
    {
        _machine.Dispose();
        _sts.Dispose();
    }

    [Fact]
    public void A_profile_with_a_token_file_signs()
    {
        WriteProfile("role_session_name = pod-1\nduration_seconds = 900\n");

        _machine.AssertSigns("-ProfileName pod", _sts);

        IReadOnlyDictionary<string, string> call = Assert.Single(_sts.Calls);
        Assert.Equal((Role, "pod-1", "900"), (call["RoleArn"], call["RoleSessionName"], call["DurationSeconds"]));
    }

    [Fact]
    public void The_environments_token_file_signs_and_comes_before_the_default_profile()
    {
        _machine.Credentials = "[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = default\n";
        _ = _machine.Set("AWS_WEB_IDENTITY_TOKEN_FILE", _tokenFile).Set("AWS_ROLE_ARN", Role).Set("AWS_ROLE_SESSION_NAME", "from-environment");

        _machine.AssertSigns(string.Empty, _sts);

        Assert.Equal("from-environment", Assert.Single(_sts.Calls)["RoleSessionName"]);
    }

    [Fact]
    public void A_new_token_in_the_file_is_asked_with()
    {
        WriteProfile();
        _ = _machine.Signer("-ProfileName pod");
        _ = _machine.Signer("-ProfileName pod");
        Assert.Single(_sts.Calls);

        _ = _machine.Write("tokens/web identity", "eyJhbGciOiJSUzI1NiJ9.e30.other");

        _ = _machine.AssertRefused("-ProfileName pod", "CredentialServiceRefused", "The profile 'pod' ", "(InvalidIdentityToken)", Role);
    }

    [Fact]
    public void A_token_file_that_is_missing_empty_or_far_too_large_is_named()
    {
        WriteProfile();
        File.Delete(_tokenFile);
        ErrorRecord error = _machine.AssertRefused("-ProfileName pod", "WebIdentityTokenUnreadable", "The profile 'pod' ", _tokenFile);
        Assert.Equal(_tokenFile, error.TargetObject);
        _ = _machine.Write("tokens/web identity", " \n");
        _ = _machine.AssertRefused("-ProfileName pod", "WebIdentityTokenUnreadable", _tokenFile, "it is empty.");
        _ = _machine.Write("tokens/web identity", new string('x', 70000));
        _ = _machine.AssertRefused("-ProfileName pod", "WebIdentityTokenUnreadable", _tokenFile, "it is too large for a token.");
        Assert.Empty(_sts.Calls);
    }

    [Fact]
    public void A_token_file_in_the_environment_without_a_role_is_an_error()
    {
        _ = _machine.Set("AWS_WEB_IDENTITY_TOKEN_FILE", _tokenFile);

        _ = _machine.AssertRefused(string.Empty, "CredentialIncomplete", "The environment has no AWS_ROLE_ARN");
    }

    private void WriteProfile(string more = "") =>
        _machine.Config = $"[profile pod]\nrole_arn = {Role}\nweb_identity_token_file = {_tokenFile}\n{more}";
}
