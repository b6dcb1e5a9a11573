using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>Where a credential comes from when nobody says: the order, and that no failure falls through to another identity.</summary>
public sealed class CredentialChainTests : IDisposable
{
    private readonly Surroundings _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void The_first_source_that_is_there_is_used()
    {
        UseInstance();
        Assert.Equal("ASIAINSTANCE", Find());
        UseContainer();
        Assert.Equal("ASIACONTAINER", Find());
        UseDefaultProfile();
        Assert.Equal("AKIDDEFAULT", Find());
        UseNamedProfile();
        Assert.Equal("AKIDNAMED", Find());
        UseToken();
        Assert.Equal("ASIAWEB", Find());
        UseKeys();
        Assert.Equal("AKIDENV", Find());
    }

    [Fact]
    public void No_source_that_fails_falls_through_to_the_next()
    {
        UseInstance();
        UseContainer();
        _machine.Services.OnContainer = static _ => throw FakeServices.Failure(ServiceFailure.Unreachable);
        CheckRefused("CredentialServiceUnreachable");
        UseDefaultProfile("aws_access_key_id = AKIDDEFAULT\n");
        CheckRefused("ProfileIncomplete");
        UseNamedProfile();
        _machine.Variables["AWS_PROFILE"] = "other";
        CheckRefused("ProfileNotFound");
        UseToken();
        _machine.Services.OnIdentity = static _ => throw FakeServices.Failure(ServiceFailure.Refused);
        CheckRefused("CredentialServiceRefused");
        UseKeys();
        _machine.Variables["AWS_SECRET_ACCESS_KEY"] = null;
        CheckRefused("CredentialIncomplete");
        _machine.Variables["AWS_SECRET_ACCESS_KEY"] = "canary";
        _machine.Variables["AWS_ACCESS_KEY_ID"] = null;
        CheckRefused("CredentialIncomplete");
        _machine.Variables["AWS_ACCESS_KEY_ID"] = "AKID/canary";
        _ = Refused.As("AccessKeyInvalid", _machine.Chain.FromDefaultChain);
    }

    [Fact]
    public void Keys_of_the_environment_read_no_file()
    {
        UseKeys();
        _ = _machine.Config("malformed");

        Assert.Equal("AKIDENV", Find());
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Fact]
    public void The_environment_has_static_keys_or_those_of_a_session_and_perhaps_their_end()
    {
        UseKeys();
        _machine.Variables["AWS_SESSION_TOKEN"] = " ";
        ResolvedCredential keys = _machine.Chain.FromDefaultChain();
        Surroundings.CheckKeys("AKIDENV", "canary-env", null, keys.Credential);
        Assert.Equal("The environment", keys.Source);
        Assert.Null(keys.Credential.Expiration);
        Assert.Null(keys.RenewAt);
        Assert.Null(keys.Region);

        _machine.Variables["AWS_SESSION_TOKEN"] = "canary-token==";
        _machine.Variables["AWS_CREDENTIAL_EXPIRATION"] = "2015-08-30T14:36:00+01:00";
        ResolvedCredential session = _machine.Chain.FromDefaultChain();
        Surroundings.CheckKeys("AKIDENV", "canary-env", "canary-token==", session.Credential);
        Assert.Equal(Known.Time.AddHours(1), session.Credential.Expiration);

        foreach (string end in new[] { "soon", "1.5", "10:30", "1440941760" })
        {
            _machine.Variables["AWS_CREDENTIAL_EXPIRATION"] = end;
            Assert.Null(_machine.Chain.FromDefaultChain().Credential.Expiration);
        }
    }

    [Fact]
    public void An_end_in_the_environment_that_has_no_zone_is_of_UTC()
    {
        UseKeys();
        _machine.Variables["AWS_CREDENTIAL_EXPIRATION"] = "2015-08-30T13:36:00";

        Assert.Equal(Known.Time.AddHours(1), _machine.Chain.FromDefaultChain().Credential.Expiration);
    }

    [Fact]
    public void A_default_profile_with_only_a_region_is_passed_over_but_one_that_AWS_PROFILE_names_is_an_error()
    {
        UseInstance();
        UseDefaultProfile("region = us-west-2\n");
        Assert.Equal("ASIAINSTANCE", Find());

        _machine.Variables["AWS_PROFILE"] = "default";
        CheckRefused("ProfileIncomplete");
    }

    [Fact]
    public void AWS_PROFILE_that_names_nothing_is_told_so()
    {
        UseDefaultProfile();
        _machine.Variables["AWS_PROFILE"] = "dev";
        Finding finding = CheckRefused("ProfileNotFound");

        Assert.Contains("which AWS_PROFILE names", finding.Message, StringComparison.Ordinal);
        Assert.Equal("dev", finding.Target);
    }

    [Fact]
    public void AWS_PROFILE_that_is_blank_is_none()
    {
        UseDefaultProfile();
        _machine.Variables["AWS_PROFILE"] = " ";

        Assert.Equal("AKIDDEFAULT", Find());
    }

    [Fact]
    public void A_profile_that_was_asked_for_comes_from_nowhere_else()
    {
        UseKeys();
        UseToken();
        UseContainer();
        UseInstance();
        Finding finding = Unavailable.As("ProfileNotFound", "dev", () => _machine.Chain.FromProfile("dev", null));
        Assert.DoesNotContain("which", finding.Message, StringComparison.Ordinal);

        // With a place and no name it is the profile that AWS_PROFILE names, or the default one.
        string file = _machine.Write("keys", "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = canary\n[dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = canary\n");
        Assert.Equal("AKIDFILE", _machine.Chain.FromProfile(null, file).Credential.AccessKeyId);
        _machine.Variables["AWS_PROFILE"] = "dev";
        Assert.Equal("AKIDDEV", _machine.Chain.FromProfile(null, file).Credential.AccessKeyId);
        _machine.Variables["AWS_PROFILE"] = "other";
        Assert.Contains(
            "which AWS_PROFILE names", Unavailable.As("ProfileNotFound", () => _machine.Chain.FromProfile(null, file)).Message, StringComparison.Ordinal);
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    public void A_container_is_told_by_a_variable(string variable)
    {
        _machine.Variables[variable] = "/x";
        _machine.Services.OnContainer = _ => new IssuedCredential(FakeServices.Credential("ASIACONTAINER", _machine.Now.AddHours(6)), TimeSpan.FromSeconds(-90));
        ResolvedCredential resolved = _machine.Chain.FromDefaultChain();

        Assert.Equal("ASIACONTAINER", resolved.Credential.AccessKeyId);
        Assert.Equal("The container", resolved.Source);
        Assert.Equal(Known.Time.AddHours(6).AddMinutes(-5), resolved.RenewAt);
        Assert.Equal(TimeSpan.FromSeconds(-90), resolved.ClockOffset);
        Assert.Null(resolved.Region);
    }

    [Theory]
    [InlineData(ServiceFailure.Refused, "CredentialServiceRefused")]
    [InlineData(ServiceFailure.Unreachable, "CredentialServiceUnreachable")]
    [InlineData(ServiceFailure.AnswerInvalid, "CredentialServiceAnswerInvalid")]
    public void A_container_that_fails_is_an_error(object kind, string id)
    {
        UseContainer();
        UseInstance();
        _machine.Services.OnContainer = _ => throw FakeServices.Failure((ServiceFailure)kind);

        Assert.StartsWith("The container ", CheckRefused(id).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("TRUE")]
    public void An_instance_is_not_asked_where_the_environment_says_so(string value)
    {
        _machine.Variables["AWS_EC2_METADATA_DISABLED"] = value;
        Finding finding = CheckRefused("CredentialNotFound");

        Assert.Contains("AWS_EC2_METADATA_DISABLED", finding.Message, StringComparison.Ordinal);
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("1")]
    [InlineData("")]
    public void An_instance_is_asked_where_the_environment_says_anything_else(string value)
    {
        UseInstance();
        _machine.Variables["AWS_EC2_METADATA_DISABLED"] = value;

        Assert.Equal("ASIAINSTANCE", Find());
        Assert.Equal("The instance", _machine.Chain.FromDefaultChain().Source);
    }

    [Fact]
    public void Where_no_instance_answers_there_is_no_credential()
    {
        _machine.Services.OnInstance = static _ => throw FakeServices.Failure(ServiceFailure.Unreachable);
        Finding finding = CheckRefused("CredentialNotFound");

        Assert.Contains($"'{_machine.CredentialsFile}'", finding.Message, StringComparison.Ordinal);
        Assert.Contains("no instance metadata service answers", finding.Message, StringComparison.Ordinal);
        Assert.Null(finding.Target);
    }

    [Theory]
    [InlineData(ServiceFailure.Refused, "CredentialServiceRefused")]
    [InlineData(ServiceFailure.AnswerInvalid, "CredentialServiceAnswerInvalid")]
    public void An_instance_that_answers_something_else_is_an_error(object kind, string id)
    {
        _machine.Services.OnInstance = _ => throw FakeServices.Failure((ServiceFailure)kind);

        Assert.StartsWith("The instance ", CheckRefused(id).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_is_waited_for_a_few_seconds_only()
    {
        _machine.TimeLimit = TimeSpan.FromMinutes(2);
        _machine.Services.OnInstance = WaitForStop;
        Stopwatch clock = Stopwatch.StartNew();

        _ = CheckRefused("CredentialNotFound");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), clock.Elapsed.ToString());
    }

    [Fact]
    public void A_time_limit_that_is_shorter_counts_for_an_instance_too()
    {
        _machine.TimeLimit = TimeSpan.FromMilliseconds(100);
        _machine.Services.OnInstance = WaitForStop;
        Stopwatch clock = Stopwatch.StartNew();

        _ = CheckRefused("CredentialNotFound");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(4), clock.Elapsed.ToString());
    }

    [Fact]
    public void A_search_that_is_stopped_says_nothing_of_a_missing_credential()
    {
        using CancellationTokenSource stop = new();
        _machine.Cancellation = stop.Token;
        _machine.Services.OnInstance = inner =>
        {
            stop.Cancel();
            inner.ThrowIfCancellationRequested();
            return FakeServices.Answer();
        };

        _ = Assert.ThrowsAny<OperationCanceledException>(_machine.Chain.FromDefaultChain);
    }

    [Fact]
    public void The_region_by_default_is_that_of_the_profile_by_default()
    {
        Assert.Null(_machine.Chain.DefaultRegion());
        _ = _machine.Config("[default]\nregion = r1\n[profile dev]\nregion = r2\n[profile none]\n");
        Assert.Equal("r1", _machine.Chain.DefaultRegion());
        _machine.Variables["AWS_PROFILE"] = "dev";
        Assert.Equal("r2", _machine.Chain.DefaultRegion());
        _machine.Variables["AWS_PROFILE"] = "none";
        Assert.Null(_machine.Chain.DefaultRegion());
        _machine.Variables["AWS_PROFILE"] = "missing";
        Assert.Null(_machine.Chain.DefaultRegion());
    }

    [Fact]
    public void The_environment_is_the_processes_own_unless_another_is_given()
    {
        CredentialContext context = new();
        string name = Environment.GetEnvironmentVariables().Keys.Cast<string>().First(static n => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(n)));

        Assert.Equal(Environment.GetEnvironmentVariable(name), context.Environment(name));
        Assert.Equal(Environment.GetEnvironmentVariable(name), context.Variable(name));
        Assert.Null(context.Variable("AWSSIGNTOOLS_NO_SUCH_VARIABLE"));
        Assert.Equal(TimeSpan.FromSeconds(60), context.TimeLimit);
        Assert.InRange(context.Now(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    private static IssuedCredential WaitForStop(CancellationToken stop)
    {
        _ = stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(2));
        stop.ThrowIfCancellationRequested();
        return FakeServices.Answer();
    }

    private string Find() => _machine.Chain.FromDefaultChain().Credential.AccessKeyId;

    private Finding CheckRefused(string id) => Unavailable.As(id, _machine.Chain.FromDefaultChain);

    [Fact]
    public void The_environments_token_goes_to_the_endpoint_that_the_default_profile_names()
    {
        UseToken();
        UseDefaultProfile("region = us-east-2\n");
        _ = _machine.Config("[default]\nuse_fips_endpoint = true\n");
        _machine.Variables["AWS_REGION"] = "us-east-2";

        _ = new CredentialChain(_machine.Context).FromDefaultChain();
        _machine.Variables["AWS_USE_FIPS_ENDPOINT"] = "false";
        _ = new CredentialChain(_machine.Context).FromDefaultChain();

        // Another endpoint is asked again, whatever was kept.
        Assert.Equal([true, false], _machine.Services.Identities.Select(static i => i.Endpoint.UseFips));
    }

    private void UseKeys()
    {
        _machine.Variables["AWS_ACCESS_KEY_ID"] = "AKIDENV";
        _machine.Variables["AWS_SECRET_ACCESS_KEY"] = "canary-env";
    }

    private void UseToken()
    {
        _machine.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = _machine.Write("token", "canary");
        _machine.Variables["AWS_ROLE_ARN"] = _machine.Role;
        _machine.Services.OnIdentity = static _ => FakeServices.Answer("ASIAWEB");
    }

    private void UseNamedProfile()
    {
        _machine.Variables["AWS_PROFILE"] = "named";
        File.AppendAllText(_machine.CredentialsFile, "[named]\naws_access_key_id = AKIDNAMED\naws_secret_access_key = canary\n");
    }

    private void UseDefaultProfile(string settings = "aws_access_key_id = AKIDDEFAULT\naws_secret_access_key = canary\n") =>
        _machine.Credentials("[default]\n" + settings);

    private void UseContainer()
    {
        _machine.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/";
        _machine.Services.OnContainer = static _ => FakeServices.Answer("ASIACONTAINER");
    }

    private void UseInstance() => _machine.Services.OnInstance = static _ => FakeServices.Answer("ASIAINSTANCE");
}
