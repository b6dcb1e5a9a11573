using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>
/// A service that is away, slow, refuses or answers something else: an error that ends the pipeline within its time, names the profile and
/// says what to do; and no other identity signs, of which there are two here.
/// </summary>
public sealed class ServiceFailureTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/tests/signer";

    private readonly TestMachine _machine = new();
    private readonly TokenService _sts = new();

    public ServiceFailureTests()
    {
        _ = _machine
            .Set("AWS_ENDPOINT_URL_STS", _sts.Url)
            .Set("AWS_ACCESS_KEY_ID", "AKIDENV").Set("AWS_SECRET_ACCESS_KEY", "env");
        _machine.Credentials = $"""
            [default]
            aws_access_key_id = AKIDDEFAULT
            aws_secret_access_key = default
            [root]
            aws_access_key_id = {_sts.RootKey}
            aws_secret_access_key = {_sts.RootSecret}
            [wrong]
            aws_access_key_id = {_sts.RootKey}
            aws_secret_access_key = wrong
            [unknown]
            aws_access_key_id = AKIDUNKNOWN
            aws_secret_access_key = unknown
            """;
        _machine.Config = $"""
            [profile role]
            role_arn = {Role}
            source_profile = root
            [profile wrong-role]
            role_arn = {Role}
            source_profile = wrong
            [profile unknown-role]
            role_arn = {Role}
            source_profile = unknown
            """;
    }

    public void Dispose()
    {
        _machine.Dispose();
        _sts.Dispose();
    }

    [Fact]
    public void A_service_that_is_away_is_named()
    {
        _ = _machine.Set("AWS_ENDPOINT_URL_STS", Closed.Url);

        ErrorRecord error = _machine.AssertRefused(
            "-ProfileName role -CredentialTimeoutSec 30", "CredentialServiceUnreachable", "The profile 'role' ", "STS (AssumeRole of " + Role + ")", "Check the network");

        Assert.Equal("STS (AssumeRole of " + Role + ")", error.TargetObject);
    }

    [Fact]
    public void A_name_that_nobody_has_is_away_too()
    {
        _ = _machine.Set("AWS_ENDPOINT_URL_STS", "http://sts.invalid");

        _ = _machine.AssertRefused("-ProfileName role -CredentialTimeoutSec 30", "CredentialServiceUnreachable", "The profile 'role' ", "sts.invalid");
    }

    [Fact]
    public void A_slow_service_is_waited_for_no_longer_than_told()
    {
        _sts.Delay = TimeSpan.FromSeconds(60);
        Stopwatch clock = Stopwatch.StartNew();

        _ = _machine.AssertRefused("-ProfileName role -CredentialTimeoutSec 1", "CredentialServiceTimedOut", "The profile 'role' ", "within 1 s", "-CredentialTimeoutSec");

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Stopping_the_pipeline_ends_the_wait()
    {
        _sts.Delay = TimeSpan.FromSeconds(60);

        (PSInvocationState state, IReadOnlyList<PSObject> output, IReadOnlyList<ErrorRecord> errors, TimeSpan took) = await _machine.Session.RunAndStop(
            TestMachine.LongUrl + "-ProfileName role; 'went on'",
            () => Assert.True(SpinWait.SpinUntil(() => _sts.Requests.Count > 0, TimeSpan.FromSeconds(30)), "STS was not asked."));

        Assert.Equal(PSInvocationState.Stopped, state);
        Assert.Empty(output);
        Assert.Empty(errors);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("wrong-role", "(SignatureDoesNotMatch)")]
    [InlineData("unknown-role", "(InvalidClientTokenId)")]
    public void Keys_that_are_not_the_sources_are_refused(string profile, string said) => _machine.AssertRefused(
        "-ProfileName " + profile, "CredentialServiceRefused", $"The profile '{profile}' ", said, "its trust policy", "the source's keys are valid");

    [Theory]
    [InlineData(403, "AccessDenied")]
    [InlineData(403, "ExpiredToken")]
    [InlineData(400, "MalformedPolicyDocument")]
    [InlineData(403, "RegionDisabledException")]
    public void A_refusal_is_shown_with_its_code(int status, string code)
    {
        _sts.Fault = TokenService.Refusal(status, code, "The reason of " + code);

        _ = _machine.AssertRefused("-ProfileName role", "CredentialServiceRefused", "The profile 'role' ", $"({code}): The reason of {code}.", Role);

        Assert.Single(_sts.Requests);
    }

    [Fact]
    public void A_wrong_external_id_is_refused()
    {
        _sts.ExternalId = "expected";

        _ = _machine.AssertRefused("-ProfileName role", "CredentialServiceRefused", "(AccessDenied)", "ExternalId");
    }

    [Fact]
    public void A_service_that_fails_is_asked_again_and_then_named()
    {
        _sts.Fault = TokenService.Refusal(500, "InternalFailure", "Something is broken.");

        _ = _machine.AssertRefused("-ProfileName role -CredentialTimeoutSec 30", "CredentialServiceRefused", "The profile 'role' ", "(InternalFailure)");

        Assert.InRange(_sts.Requests.Count, 2, 5);
    }

    [Theory]
    [InlineData(200, "text/html", "<html><body>Please log in to the Wi-Fi.</body></html>")]
    [InlineData(200, "text/xml", "")]
    [InlineData(200, "text/xml", "<AssumeRoleResponse")]
    [InlineData(200, "text/xml", "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult/></AssumeRoleResponse>")]
    [InlineData(200, "text/xml", "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>ASIAX</AccessKeyId></Credentials></AssumeRoleResult></AssumeRoleResponse>")]
    [InlineData(200, "text/xml", "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>CANARY secret</SecretAccessKey><SessionToken>t</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>")]
    [InlineData(200, "text/xml", "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>CANARY</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")]
    public void An_answer_that_is_no_credential_is_an_error(int status, string type, string body)
    {
        _sts.Fault = new Answer(status, type, body);

        ErrorRecord error = _machine.AssertRefused("-ProfileName role -CredentialTimeoutSec 30", "CredentialServiceAnswerInvalid", "The profile 'role' ", "Check the endpoint");

        Assert.DoesNotContain("CANARY", error.ToString() + error.Exception, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "<html>Forbidden</html>")]
    [InlineData(407, "")]
    [InlineData(302, "")]
    public void A_refusal_in_another_form_is_shown_as_far_as_it_can_be(int status, string body)
    {
        _sts.Fault = new Answer(status, "text/html", body);

        _ = _machine.AssertRefused("-ProfileName role -CredentialTimeoutSec 30", "CredentialServiceRefused", "The profile 'role' ");
    }

    [Fact]
    public void A_credential_that_has_ended_already_is_an_error()
    {
        _sts.Lifetime = TimeSpan.FromMinutes(-1);

        ErrorRecord error = _machine.AssertRefused("-ProfileName role", "CredentialExpired", "The profile 'role': ", "ended at");

        Assert.Equal(_sts.Last.AccessKeyId, error.TargetObject);
    }

    [Fact]
    public void An_endpoint_that_is_no_url_is_an_error()
    {
        _ = _machine.Set("AWS_ENDPOINT_URL_STS", "no url");

        _ = _machine.AssertRefused("-ProfileName role", "CredentialServiceUnreachable", "The profile 'role' ", "endpoint");
    }

    [Fact]
    public void A_failing_link_of_a_chain_is_named_and_the_rest_is_not_asked()
    {
        _machine.Config = $"""
            [profile one]
            role_arn = {Role}-1
            source_profile = wrong
            [profile two]
            role_arn = {Role}-2
            source_profile = one
            """;

        _ = _machine.AssertRefused("-ProfileName two", "CredentialServiceRefused", "The profile 'one' ", "(SignatureDoesNotMatch)", Role + "-1");

        Assert.Single(_sts.Requests);
    }

    [Fact]
    public void A_broken_file_that_is_not_asked_for_does_not_break_what_is()
    {
        string credentials = _machine.Write("good/credentials", $"[root]\naws_access_key_id = {_sts.RootKey}\naws_secret_access_key = {_sts.RootSecret}\n");
        _ = _machine.Write("good/config", $"[profile role]\nrole_arn = {Role}\nsource_profile = root\n");
        _machine.Config = "rubbish\n[profile";
        _machine.Credentials = "rubbish\n[default";

        _machine.AssertSigns($"-ProfileName role -ProfileLocation '{System.IO.Path.GetDirectoryName(credentials)}'", _sts);
    }
}
