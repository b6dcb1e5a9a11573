using System;
using System.IO;
using System.Threading;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>Roles by an identity token in a file, which a profile or the environment names.</summary>
public sealed class WebIdentityTests : IDisposable
{
    private const string Token = "eyJhbGciOi.eyJjYW5hcnki.canary";

    private readonly Surroundings _machine = new();

    public WebIdentityTests() => _machine.Services.OnIdentity = _ => FakeServices.Answer("ASIAWEB", _machine.Now.AddHours(1));

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_profile_names_the_role_and_the_file()
    {
        string file = _machine.Write("token", $"\uFEFF {Token}\r\n\n");
        _ = _machine.Config(
            $"""
            [profile dev]
            role_arn = {_machine.Role}
            web_identity_token_file = {file}
            role_session_name = pod
            duration_seconds = 3600
            region = eu-west-1
            endpoint_url = http://127.0.0.1:1/
            """);
        ResolvedCredential resolved = _machine.Resolve("dev");

        WebIdentityRequest request = Assert.Single(_machine.Services.Identities);
        Assert.Equal(
            new WebIdentityRequest
            {
                Endpoint = new ServiceEndpoint("eu-west-1", "http://127.0.0.1:1/"),
                RoleArn = _machine.Role,
                SessionName = "pod",
                Token = Token,
                Duration = TimeSpan.FromHours(1),
            },
            request);
        Assert.DoesNotContain("canary", request.ToString(), StringComparison.Ordinal);
        Assert.Equal("ASIAWEB", resolved.Credential.AccessKeyId);
        Assert.Equal("eu-west-1", resolved.Region);
        Assert.Equal(Known.Time.AddMinutes(55), resolved.RenewAt);
    }

    [Fact]
    public void The_environment_names_the_role_and_the_file()
    {
        UseEnvironment(_machine.Write("token", Token));
        ResolvedCredential resolved = _machine.Chain.FromDefaultChain();

        WebIdentityRequest request = Assert.Single(_machine.Services.Identities);
        Assert.Equal(new ServiceEndpoint("us-east-1", null), request.Endpoint);
        Assert.Equal(_machine.Role, request.RoleArn);
        Assert.Equal("AwsSignTools-20150830123600", request.SessionName);
        Assert.Equal(Token, request.Token);
        Assert.Null(request.Duration);
        Assert.Equal("The environment", resolved.Source);
        Assert.Null(resolved.Region);
        Assert.Equal(Known.Time.AddMinutes(55), resolved.RenewAt);
    }

    [Fact]
    public void The_environment_may_name_the_session_the_region_and_the_endpoint()
    {
        UseEnvironment(_machine.Write("token", Token));
        _machine.Variables["AWS_ROLE_SESSION_NAME"] = "pod";
        _machine.Variables["AWS_REGION"] = "eu-west-1";
        _machine.Variables["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1/";
        _ = _machine.Chain.FromDefaultChain();

        WebIdentityRequest request = Assert.Single(_machine.Services.Identities);
        Assert.Equal("pod", request.SessionName);
        Assert.Equal(new ServiceEndpoint("eu-west-1", "http://127.0.0.1:1/"), request.Endpoint);
    }

    [Fact]
    public void A_file_without_a_role_is_an_error()
    {
        UseEnvironment(Path.Combine(_machine.Home, "none"));
        _machine.Variables["AWS_ROLE_ARN"] = null;

        Assert.Contains("AWS_ROLE_ARN", Unavailable.As("CredentialIncomplete", _machine.Chain.FromDefaultChain).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public void A_file_with_nothing_in_it_is_an_error(string text)
    {
        string file = _machine.Write("token", text);
        UseEnvironment(file);

        Assert.Contains("it is empty", Unavailable.As("WebIdentityTokenUnreadable", file, _machine.Chain.FromDefaultChain).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_is_none_is_an_error()
    {
        foreach (string path in new[] { Path.Combine(_machine.Home, "none"), Path.Combine(_machine.Home, "none", "token"), _machine.Home, "\0" })
        {
            UseEnvironment(path);
            _ = Unavailable.As("WebIdentityTokenUnreadable", path, _machine.Chain.FromDefaultChain);
        }

        Assert.Equal(0, _machine.Services.Calls);
    }

    [Fact]
    public void A_file_that_is_too_large_for_a_token_is_an_error()
    {
        const int Longest = 64 * 1024;
        UseEnvironment(_machine.Write("token", new string('x', Longest + 1)));
        Assert.Contains("it is too large for a token.", Unavailable.As("WebIdentityTokenUnreadable", _machine.Chain.FromDefaultChain).Message, StringComparison.Ordinal);

        UseEnvironment(_machine.Write("token", new string('x', Longest)));
        _ = _machine.Chain.FromDefaultChain();
        Assert.Equal(Longest, Assert.Single(_machine.Services.Identities).Token.Length);
    }

    [UnixFact]
    public void A_device_without_an_end_is_an_error()
    {
        UseEnvironment("/dev/zero");

        Finding finding = Guarded.Run(() => Unavailable.As("WebIdentityTokenUnreadable", "/dev/zero", _machine.Chain.FromDefaultChain));

        Assert.Contains("it is too large for a token.", finding.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_pipe_gives_a_token_once_it_has_one()
    {
        using UnixPipe pipe = new UnixPipe().WrittenBy($"sleep 0.3; echo {Token}");
        UseEnvironment(pipe.FilePath);

        _ = Guarded.Run(_machine.Chain.FromDefaultChain);

        Assert.Equal(Token, Assert.Single(_machine.Services.Identities).Token);
    }

    [UnixFact]
    public void A_pipe_that_nobody_writes_to_ends_with_the_time_limit_or_when_the_user_stops()
    {
        using UnixPipe pipe = new();
        UseEnvironment(pipe.FilePath);
        _machine.TimeLimit = TimeSpan.FromSeconds(1);
        Finding finding = Guarded.Run(() => Unavailable.As("WebIdentityTokenUnreadable", pipe.FilePath, _machine.Chain.FromDefaultChain));
        Assert.Contains("within 1 s", finding.Message, StringComparison.Ordinal);

        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        _machine.TimeLimit = TimeSpan.FromMinutes(2);
        _machine.Cancellation = stop.Token;
        _ = Guarded.Run(() => Assert.ThrowsAny<OperationCanceledException>(_machine.Chain.FromDefaultChain));
    }

    [Fact]
    public void A_token_in_the_place_of_its_files_path_is_not_shown()
    {
        UseEnvironment(Token);
        Finding finding = Unavailable.As("WebIdentityTokenUnreadable", _machine.Chain.FromDefaultChain);
        Assert.Contains("a token", finding.Message, StringComparison.Ordinal);

        _ = _machine.Config($"[profile dev]\nrole_arn = {_machine.Role}\nweb_identity_token_file = {Token}\n");
        _ = Unavailable.As("WebIdentityTokenUnreadable", () => _machine.Resolve("dev"));
    }

    [Fact]
    public void What_STS_refuses_is_told()
    {
        UseEnvironment(_machine.Write("token", Token));
        _machine.Services.OnIdentity = static _ => throw FakeServices.Failure(ServiceFailure.Refused);
        Finding finding = Unavailable.As("CredentialServiceRefused", _machine.Chain.FromDefaultChain);

        Assert.StartsWith("The environment ", finding.Message, StringComparison.Ordinal);
        Assert.Contains("AssumeRoleWithWebIdentity of " + _machine.Role, finding.Message, StringComparison.Ordinal);
    }

    private void UseEnvironment(string tokenFile)
    {
        _machine.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = tokenFile;
        _machine.Variables["AWS_ROLE_ARN"] = _machine.Role;
    }
}
