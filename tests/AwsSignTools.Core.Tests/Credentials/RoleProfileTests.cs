using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Amazon;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>Profiles of a role: where the source comes from, and what STS is asked.</summary>
public sealed class RoleProfileTests : IDisposable
{
    private const string Base = "[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = canary-base\n";

    private readonly Surroundings _machine = new();

    public RoleProfileTests() => _machine.Services.OnRole = request => FakeServices.Answer("ASIA" + _machine.Services.Roles.Count, _machine.Now.AddHours(1));

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void STS_is_asked_with_the_least_there_can_be()
    {
        _ = _machine.Config($"{Base}[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\n");
        ResolvedCredential resolved = _machine.Resolve("dev");

        AssumeRoleRequest request = Assert.Single(_machine.Services.Roles);
        Surroundings.CheckKeys("AKIDBASE", "canary-base", null, request.Source);
        Assert.Equal(new ServiceEndpoint("us-east-1", null), request.Endpoint);
        Assert.Equal(_machine.Role, request.RoleArn);
        Assert.Equal("AwsSignTools-20150830123600", request.SessionName);
        Assert.Null(request.ExternalId);
        Assert.Null(request.MfaSerial);
        Assert.Null(request.MfaCode);
        Assert.Null(request.Duration);
        Surroundings.CheckKeys("ASIA1", "canary-secret", "canary-token", resolved.Credential);
        Assert.Equal(Known.Time.AddHours(1), resolved.Credential.Expiration);
        Assert.Equal(Known.Time.AddMinutes(55), resolved.RenewAt);
        Assert.Equal("The profile 'dev'", resolved.Source);
        Assert.Null(resolved.Region);
    }

    [Fact]
    public void STS_is_asked_with_all_that_the_profile_says()
    {
        _ = _machine.Config(
            $"""
            {Base}aws_session_token = canary-token==
            region = other
            role_session_name = other
            duration_seconds = 900
            [profile dev]
            role_arn = {_machine.Role}
            source_profile = base
            region = eu-west-1
            role_session_name = me@example.com
            external_id = id/1:2=3
            mfa_serial = arn:aws:iam::111122223333:mfa/me
            duration_seconds = 43200
            """);
        List<string> asked = [];
        _machine.AskMfaCode = serial =>
        {
            asked.Add(serial);
            return " 012345\r\n";
        };
        ResolvedCredential resolved = _machine.Resolve("dev");

        AssumeRoleRequest request = Assert.Single(_machine.Services.Roles);
        Surroundings.CheckKeys("AKIDBASE", "canary-base", "canary-token==", request.Source);
        Assert.Equal(new ServiceEndpoint("eu-west-1", null), request.Endpoint);
        Assert.Equal("me@example.com", request.SessionName);
        Assert.Equal("id/1:2=3", request.ExternalId);
        Assert.Equal("arn:aws:iam::111122223333:mfa/me", request.MfaSerial);
        Assert.Equal("012345", request.MfaCode);
        Assert.Equal(TimeSpan.FromHours(12), request.Duration);
        Assert.Equal(["arn:aws:iam::111122223333:mfa/me"], asked);
        Assert.Equal("eu-west-1", resolved.Region);

        // What a log may show of it.
        Assert.DoesNotContain("012345", request.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_shortest_duration_is_900_seconds()
    {
        _ = _machine.Config($"{Base}[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\nduration_seconds = 900\n");
        _ = _machine.Resolve("dev");

        Assert.Equal(TimeSpan.FromSeconds(900), Assert.Single(_machine.Services.Roles).Duration);
    }

    [Theory]
    [InlineData("aws", "us-east-1")]
    [InlineData("aws-cn", "cn-north-1")]
    [InlineData("aws-us-gov", "us-gov-west-1")]
    [InlineData("aws-iso", "us-iso-east-1")]
    [InlineData("aws-iso-b", "us-isob-east-1")]
    [InlineData("aws-iso-e", "eu-isoe-west-1")]
    [InlineData("aws-iso-f", "us-isof-south-1")]
    [InlineData("aws-eusc", "eusc-de-east-1")]
    [InlineData("aws-new", "us-east-1")]
    public void Without_a_region_STS_is_asked_in_one_of_the_roles_partition(string partition, string region)
    {
        string role = _machine.Role.Replace("arn:aws:", $"arn:{partition}:", StringComparison.Ordinal);
        _ = _machine.Config($"{Base}[profile dev]\nrole_arn = {role}\nsource_profile = base\n");
        _ = _machine.Resolve("dev");

        Assert.Equal(region, Assert.Single(_machine.Services.Roles).Endpoint.Region);
        if (partition != "aws-new")
        {
            Assert.Equal(partition, RegionEndpoint.GetBySystemName(region).PartitionName);
        }
    }

    [Fact]
    public void The_region_of_STS_is_the_profiles_then_the_users_then_the_environments()
    {
        _machine.Variables["AWS_DEFAULT_REGION"] = "r4";
        CheckRegion("r4");
        _machine.Variables["AWS_REGION"] = "r3";
        CheckRegion("r3");
        _machine.Region = "r2";
        CheckRegion("r2");
        CheckRegion("r1", "region = r1\n");
        _machine.Region = null;
        _machine.Variables["AWS_REGION"] = " ";
        CheckRegion("r4");
    }

    [Fact]
    public void A_role_that_is_no_ARN_is_asked_for_all_the_same()
    {
        _ = _machine.Config($"{Base}[profile dev]\nrole_arn = x{_machine.Role}\nsource_profile = base\n");
        _ = _machine.Resolve("dev");

        Assert.Equal("us-east-1", Assert.Single(_machine.Services.Roles).Endpoint.Region);
    }

    [Fact]
    public void A_chain_of_roles_is_followed_to_its_end()
    {
        StringBuilder config = new(Base);
        for (int i = 1; i <= 5; i++)
        {
            _ = config.Append(
                CultureInfo.InvariantCulture,
                $"[profile p{i}]\nrole_arn = {_machine.Role}/{i}\nsource_profile = {(i == 1 ? "base" : "p" + (i - 1))}\nregion = r{i}\nexternal_id = e{i}\n");
        }

        _ = _machine.Config(config.ToString());
        ResolvedCredential resolved = _machine.Resolve("p5");

        Assert.Equal("ASIA5", resolved.Credential.AccessKeyId);
        Assert.Equal("r5", resolved.Region);
        Assert.Equal("The profile 'p5'", resolved.Source);
        for (int i = 1; i <= 5; i++)
        {
            AssumeRoleRequest request = _machine.Services.Roles[i - 1];
            Assert.Equal(_machine.Role + "/" + i, request.RoleArn);
            Assert.Equal("r" + i, request.Endpoint.Region);
            Assert.Equal("e" + i, request.ExternalId);
            Assert.Equal(i == 1 ? "AKIDBASE" : "ASIA" + (i - 1), request.Source.AccessKeyId);
            Assert.Equal(i == 1 ? null : "canary-token", request.Source.RevealSessionToken());
        }
    }

    [Theory]
    [InlineData("a=a", "'a' → 'a'")]
    [InlineData("a=b b=a", "'a' → 'b' → 'a'")]
    [InlineData("a=b b=c c=a", "'a' → 'b' → 'c' → 'a'")]
    [InlineData("a=b b=c c=b", "'a' → 'b' → 'c' → 'b'")]
    [InlineData("a=b b=b", "'a' → 'b' → 'b'")]
    public void A_circle_of_sources_is_refused(string sources, string shown)
    {
        _ = _machine.Config(string.Concat(sources.Split(' ').Select(
            s => $"[profile {s[0]}]\nrole_arn = {_machine.Role}\nsource_profile = {s[2]}\n")));
        Finding finding = Unavailable.As("ProfileCyclic", "a", () => _machine.Resolve("a"));

        Assert.Contains(shown, finding.Message, StringComparison.Ordinal);
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Theory]
    [InlineData("a\tx")]
    [InlineData("a\u202Ex")]
    public void The_names_of_a_circle_are_shown_safely(string name)
    {
        _ = _machine.Credentials($"[{name}]\nrole_arn = {_machine.Role}\nsource_profile = {name}\n");

        _ = Unavailable.As("ProfileCyclic", name, () => _machine.Resolve(name));
    }

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, "ProfileChainTooLong")]
    [InlineData(10_000, "ProfileChainTooLong")]
    public void A_chain_is_followed_to_a_length(int length, string? id)
    {
        _machine.Services.OnRole = static _ => FakeServices.Answer();
        StringBuilder config = new($"[profile p{length}]\naws_access_key_id = AKID\naws_secret_access_key = canary\n");
        for (int i = 1; i < length; i++)
        {
            _ = config.Append(CultureInfo.InvariantCulture, $"[profile p{i}]\nrole_arn = {_machine.Role}/{i}\nsource_profile = p{i + 1}\n");
        }

        _ = _machine.Config(config.ToString());
        if (id is null)
        {
            Assert.Equal("ASIAFAKE", _machine.Resolve("p1").Credential.AccessKeyId);
            return;
        }

        Finding finding = Unavailable.As(id, "p1", () => _machine.Resolve("p1"));
        Assert.Contains("at most 32 ", finding.Message, StringComparison.Ordinal);
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Fact]
    public void A_circle_with_keys_in_it_is_one_all_the_same()
    {
        // As in AWS CLI: only a profile that names itself is meant.
        _ = _machine.Config(
            $"[profile a]\nrole_arn = {_machine.Role}\nsource_profile = b\naws_access_key_id = AKID\naws_secret_access_key = canary\n[profile b]\nrole_arn = {_machine.Role}\nsource_profile = a\n");

        _ = Unavailable.As("ProfileCyclic", () => _machine.Resolve("a"));
    }

    [Fact]
    public void A_profile_with_keys_may_be_its_own_source()
    {
        _ = _machine.Config(
            $"[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = dev\naws_access_key_id = AKIDSELF\naws_secret_access_key = canary-self\naws_session_token = canary-token\n[profile next]\nrole_arn = {_machine.Role}/2\nsource_profile = dev\n");
        _ = _machine.Resolve("dev");
        Surroundings.CheckKeys("AKIDSELF", "canary-self", "canary-token", Assert.Single(_machine.Services.Roles).Source);

        // And the source of another, with its role.
        _machine.Now = _machine.Now.AddHours(2);
        _ = _machine.Resolve("next");
        Assert.Equal(["AKIDSELF", "AKIDSELF", "ASIA2"], _machine.Services.Roles.Select(static r => r.Source.AccessKeyId));
    }

    [Fact]
    public void A_profile_that_is_its_own_source_needs_both_keys()
    {
        _ = _machine.Config($"[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = dev\naws_access_key_id = AKIDSELF\n");

        Assert.Contains(
            "aws_secret_access_key", Unavailable.As("ProfileIncomplete", "dev", () => _machine.Resolve("dev")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_not_there_is_told_with_who_names_it()
    {
        _ = _machine.Config($"[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = Base\n{Base}");
        Finding finding = Unavailable.As("ProfileNotFound", "Base", () => _machine.Resolve("dev"));

        Assert.Contains("which source_profile of 'dev' names", finding.Message, StringComparison.Ordinal);
        Assert.Contains("There is 'base'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_gives_no_credential_is_told_by_its_own_name()
    {
        _ = _machine.Config($"[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\n[profile base]\nregion = us-west-2\n");

        _ = Unavailable.As("ProfileIncomplete", "base", () => _machine.Resolve("dev"));
    }

    [Theory]
    [InlineData("Environment")]
    [InlineData("environment")]
    [InlineData("ENVIRONMENT")]
    public void The_source_may_be_the_environment(string source)
    {
        _machine.Variables["AWS_ACCESS_KEY_ID"] = "AKIDENV";
        _machine.Variables["AWS_SECRET_ACCESS_KEY"] = "canary-env";
        _machine.Variables["AWS_SESSION_TOKEN"] = "canary-token";
        UseSource(source);
        _ = _machine.Resolve("dev");

        Surroundings.CheckKeys("AKIDENV", "canary-env", "canary-token", Assert.Single(_machine.Services.Roles).Source);
    }

    [Fact]
    public void Half_a_credential_in_the_environment_is_told()
    {
        _machine.Variables["AWS_ACCESS_KEY_ID"] = "AKIDENV";
        UseSource("Environment");

        _ = Unavailable.As("CredentialIncomplete", () => _machine.Resolve("dev"));
    }

    [Fact]
    public void The_source_may_be_the_container()
    {
        _machine.Variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/x";
        _machine.Services.OnContainer = static _ => FakeServices.Answer("ASIACONTAINER");
        UseSource("EcsContainer");
        _ = _machine.Resolve("dev");

        Assert.Equal("ASIACONTAINER", Assert.Single(_machine.Services.Roles).Source.AccessKeyId);
    }

    [Fact]
    public void The_source_may_be_the_instance()
    {
        // What the search of the surroundings is told not to ask is asked where a profile says so.
        _machine.Services.OnInstance = static _ => FakeServices.Answer("ASIAINSTANCE");
        UseSource("Ec2InstanceMetadata");
        _ = _machine.Resolve("dev");

        Assert.Equal("ASIAINSTANCE", Assert.Single(_machine.Services.Roles).Source.AccessKeyId);
    }

    [Theory]
    [InlineData(ServiceFailure.Unreachable, "CredentialServiceUnreachable")]
    [InlineData(ServiceFailure.Refused, "CredentialServiceRefused")]
    public void An_instance_that_a_profile_names_and_that_does_not_answer_is_an_error_of_its_own(object kind, string id)
    {
        _machine.Services.OnInstance = _ => throw FakeServices.Failure((ServiceFailure)kind);
        UseSource("Ec2InstanceMetadata");

        Assert.StartsWith("The profile 'dev' ", Unavailable.As(id, () => _machine.Resolve("dev")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_that_a_profile_names_has_the_whole_time_limit()
    {
        // The message says that -CredentialTimeoutSec gives more time: so it must.
        _machine.TimeLimit = TimeSpan.FromSeconds(5.2);
        UseSource("Ec2InstanceMetadata");
        _machine.Services.OnInstance = static stop =>
        {
            _ = stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(60));
            stop.ThrowIfCancellationRequested();
            return FakeServices.Answer();
        };

        Assert.Contains("within 5.2 s", Unavailable.As("CredentialServiceTimedOut", () => _machine.Resolve("dev")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_to_ask_for_the_code_is_an_error()
    {
        UseMfa(null);
        Finding finding = Unavailable.As("MfaCodeMissing", "GAHT12345678", () => _machine.Resolve("dev"));
        Assert.StartsWith("The profile 'dev' ", finding.Message, StringComparison.Ordinal);

        UseMfa(static _ => null);
        _ = Unavailable.As("MfaCodeMissing", () => _machine.Resolve("dev"));
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("12 345")]
    [InlineData("-12345")]
    [InlineData("１２３４５６")]
    [InlineData("canary")]
    public void A_code_that_is_not_six_digits_is_refused_and_not_sent(string code)
    {
        UseMfa(_ => code);

        _ = Unavailable.As("MfaCodeInvalid", "GAHT12345678", () => _machine.Resolve("dev"));
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Fact]
    public void A_code_is_not_asked_for_where_the_source_fails()
    {
        _ = _machine.Config($"[profile base]\nregion = x\n[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\nmfa_serial = x\n");
        _machine.AskMfaCode = static _ => throw new InvalidOperationException("Not to be asked.");

        _ = Unavailable.As("ProfileIncomplete", () => _machine.Resolve("dev"));
    }

    [Fact]
    public void What_STS_refuses_is_told_with_the_role_and_the_code()
    {
        _ = _machine.Config($"{Base}[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\n");
        _machine.Services.OnRole = static _ => throw new AwsServiceException(ServiceFailure.Refused, "AccessDenied", "Not you.", TimeSpan.FromMinutes(-7));
        Finding finding = Unavailable.As("CredentialServiceRefused", () => _machine.Resolve("dev"));

        Assert.StartsWith("The profile 'dev' ", finding.Message, StringComparison.Ordinal);
        Assert.Contains($"AssumeRole of {_machine.Role}", finding.Message, StringComparison.Ordinal);
        Assert.Contains("(AccessDenied): Not you. This machine's clock is 7 min ahead of that of AWS.", finding.Message, StringComparison.Ordinal);
        Assert.Contains("sts:AssumeRole", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_clock_of_STS_is_passed_on()
    {
        _ = _machine.Config($"{Base}[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\n");
        _machine.Services.OnRole = static _ => new IssuedCredential(FakeServices.Credential(), TimeSpan.FromMinutes(3));

        Assert.Equal(TimeSpan.FromMinutes(3), _machine.Resolve("dev").ClockOffset);
    }

    private void CheckRegion(string expected, string settings = "")
    {
        // The hour changes, or the answer before would do.
        _machine.Now = _machine.Now.AddHours(2);
        _ = _machine.Config($"{Base}[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\n{settings}");
        _ = _machine.Resolve("dev");

        Assert.Equal(expected, _machine.Services.Roles[^1].Endpoint.Region);
    }

    private void UseSource(string source) => _machine.Config($"[profile dev]\nrole_arn = {_machine.Role}\ncredential_source = {source}\n");

    private void UseMfa(Func<string, string?>? ask)
    {
        _ = _machine.Config($"{Base}[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\nmfa_serial = GAHT12345678\n");
        _machine.AskMfaCode = ask;
    }
}
