using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>Profiles with a role, against an STS that verifies what it is asked.</summary>
public sealed class AssumeRoleTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/tests/signer";

    private readonly TestMachine _machine = new();
    private readonly TokenService _sts = new();

    public AssumeRoleTests()
    {
        _ = _machine.Set("AWS_ENDPOINT_URL_STS", _sts.Url);
        _machine.Credentials = $"""
            [root]
            aws_access_key_id = {_sts.RootKey}
            aws_secret_access_key = {_sts.RootSecret}
            """;
    }

    public void Dispose()
    {
        _machine.Dispose();
        _sts.Dispose();
    }

    [Fact]
    public void A_role_is_assumed_with_the_keys_of_the_source_profile()
    {
        _machine.Config = $"""
            [profile role]
            role_arn = {Role}
            source_profile = root
            region = us-west-2
            """;

        _machine.AssertSigns("-ProfileName role", _sts);

        IReadOnlyDictionary<string, string> call = Assert.Single(_sts.Calls);
        Assert.Equal(Role, call["RoleArn"]);
        Assert.StartsWith("AwsSignTools-", call["RoleSessionName"], StringComparison.Ordinal);
        Assert.DoesNotContain("DurationSeconds", call.Keys);
        Assert.DoesNotContain("ExternalId", call.Keys);
        Assert.Contains("/us-west-2/sts/aws4_request", _sts.Requests[0].Header("Authorization")!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_external_id_the_name_and_the_duration_of_the_session_are_sent()
    {
        _sts.ExternalId = "ext:id/=,.@-1";
        _machine.Config = $"""
            [profile role]
            role_arn = {Role}
            source_profile = root
            external_id = {_sts.ExternalId}
            role_session_name = my-session@example
            duration_seconds = 1800
            """;

        _machine.AssertSigns("-ProfileName role", _sts);

        Assert.Equal("my-session@example", _sts.Calls[0]["RoleSessionName"]);
        Assert.Equal("1800", _sts.Calls[0]["DurationSeconds"]);
    }

    [Fact]
    public void Roles_are_chained()
    {
        _machine.Config = $"""
            [profile one]
            role_arn = {Role}-1
            source_profile = root

            [profile two]
            role_arn = {Role}-2
            source_profile = one

            [profile three]
            role_arn = {Role}-3
            source_profile = two
            """;

        _machine.AssertSigns("-ProfileName three", _sts);

        Assert.Equal([Role + "-1", Role + "-2", Role + "-3"], _sts.Calls.Select(c => c["RoleArn"]));
        Assert.Equal([null, _sts.Issued[0].SessionToken, _sts.Issued[1].SessionToken], _sts.Requests.Select(r => r.Header("X-Amz-Security-Token")));
    }

    [Fact]
    public void A_profile_may_be_its_own_source_where_it_has_keys()
    {
        _machine.Credentials = $"""
            [self]
            aws_access_key_id = {_sts.RootKey}
            aws_secret_access_key = {_sts.RootSecret}
            role_arn = {Role}
            source_profile = self
            """;

        _machine.AssertSigns("-ProfileName self", _sts);
    }

    [Fact]
    public void A_role_may_take_the_keys_of_the_environment()
    {
        _ = _machine.Set("AWS_ACCESS_KEY_ID", _sts.RootKey).Set("AWS_SECRET_ACCESS_KEY", _sts.RootSecret);
        _machine.Config = $"[profile role]\nrole_arn = {Role}\ncredential_source = Environment\n";

        _machine.AssertSigns("-ProfileName role", _sts);
    }

    [Fact]
    public void A_role_may_take_the_containers_credential()
    {
        using ContainerEndpoint container = new() { Authorization = "Bearer container" };
        _ = _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.FullUri).Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", container.Authorization);
        _machine.Config = $"[profile role]\nrole_arn = {Role}\ncredential_source = EcsContainer\n";
        _sts.KnowsKeysOf = container;

        _machine.AssertSigns("-ProfileName role", _sts);
    }

    [Fact]
    public void A_role_may_take_the_instances_credential()
    {
        using InstanceMetadata instance = new();
        _ = _machine.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.Url).Set("AWS_EC2_METADATA_DISABLED", null);
        _machine.Config = $"[profile role]\nrole_arn = {Role}\ncredential_source = Ec2InstanceMetadata\n";
        _sts.KnowsKeysOf = instance;

        _machine.AssertSigns("-ProfileName role", _sts);
    }

    [Fact]
    public void Many_calls_ask_for_a_role_once_until_something_of_it_changes()
    {
        _machine.Config = $"[profile role]\nrole_arn = {Role}\nsource_profile = root\n";

        _ = _machine.Session.Output($"foreach ($i in 1..5) {{ {Sample.ViewerUrl} -ProfileName role }}");
        _ = _machine.Session.Output($"{Sample.ConnectUrl} -ProfileName role");
        Assert.Single(_sts.Calls);
        _machine.Config = $"[profile role]\nrole_arn = {Role}\nsource_profile = root\nrole_session_name = another\n";
        _ = _machine.Signer("-ProfileName role");
        Assert.Equal(2, _sts.Calls.Count);
        _ = _machine.Session.Output("Remove-Module AwsSignTools; Import-Module -Name $args[0]", StagedModule.Folder);
        _ = _machine.Signer("-ProfileName role");
        Assert.Equal(3, _sts.Calls.Count);
    }

    [Fact]
    public void The_endpoint_is_the_environments_or_of_a_services_section_or_the_profiles()
    {
        using TokenService other = new();
        _machine.Credentials = $"""
            [root]
            aws_access_key_id = {_sts.RootKey}
            aws_secret_access_key = {_sts.RootSecret}

            [other]
            aws_access_key_id = {other.RootKey}
            aws_secret_access_key = {other.RootSecret}
            """;
        _machine.Config = $"""
            [services mine]
            s3 =
              endpoint_url = http://127.0.0.1:9
            sts =
              endpoint_url = {other.Url}

            [profile section]
            role_arn = {Role}
            source_profile = other
            services = mine
            endpoint_url = http://127.0.0.1:9

            [profile own]
            role_arn = {Role}
            source_profile = other
            endpoint_url = {other.Url}

            [profile root-role]
            role_arn = {Role}
            source_profile = root
            services = mine
            """;

        _machine.AssertSigns("-ProfileName root-role", _sts);
        _ = _machine.Set("AWS_ENDPOINT_URL_STS", null);
        _machine.AssertSigns("-ProfileName section", other);
        _machine.AssertSigns("-ProfileName own", other);
        _ = _machine.Set("AWS_ENDPOINT_URL", _sts.Url);
        _sts.Issued.Clear();
        _ = _machine.Session.Output("Remove-Module AwsSignTools; Import-Module -Name $args[0]", StagedModule.Folder);
        _machine.AssertSigns("-ProfileName root-role", _sts);
    }

    [Theory]
    [InlineData("", "us-east-1")]
    [InlineData("-Region eu-west-2", "eu-west-2")]
    public void A_role_without_a_region_is_asked_for_where_the_user_or_the_partition_says(string parameters, string region)
    {
        _machine.Config = $"[profile role]\nrole_arn = {Role}\nsource_profile = root\n";

        _ = _machine.Session.Run($"'x' | ConvertTo-EventStreamFrame -ProfileName role -Service transcribe -PriorSignature {Sample.Seed} {parameters}");

        Assert.Contains($"/{region}/sts/aws4_request", _sts.Requests[0].Header("Authorization")!, StringComparison.Ordinal);
    }
}
