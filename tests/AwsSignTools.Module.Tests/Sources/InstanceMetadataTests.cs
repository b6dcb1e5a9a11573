using System;
using System.Linq;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>The instance metadata service, version 2.</summary>
public sealed class InstanceMetadataTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/tests/signer";

    private readonly TestMachine _machine = new();
    private readonly InstanceMetadata _instance = new();

    public InstanceMetadataTests() => _machine.Set("AWS_EC2_METADATA_DISABLED", null).Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", _instance.Url);

    public void Dispose()
    {
        _machine.Dispose();
        _instance.Dispose();
    }

    [Fact]
    public void The_instances_credential_signs_and_is_asked_for_with_a_token_of_the_session()
    {
        _machine.AssertSigns(string.Empty, _instance);

        Assert.Contains(_instance.Requests, r => r.Method == "PUT");
        Assert.All(_instance.Requests.Where(r => r.Method == "GET"), r => Assert.NotNull(r.Header("X-aws-ec2-metadata-token")));
    }

    [Fact]
    public void The_endpoint_may_change_during_a_session()
    {
        using InstanceMetadata other = new();
        _machine.AssertSigns(string.Empty, _instance);

        _ = _machine.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", other.Url);

        _machine.AssertSigns(string.Empty, other);
    }

    [Fact]
    public void It_is_not_asked_where_the_environment_forbids_it()
    {
        _ = _machine.Set("AWS_EC2_METADATA_DISABLED", "true");

        _ = _machine.AssertRefused(string.Empty, "CredentialNotFound", "AWS_EC2_METADATA_DISABLED", "aws configure");

        Assert.Empty(_instance.Requests);
    }

    [Fact]
    public void An_instance_without_a_role_is_told_apart_from_no_instance()
    {
        _instance.Role = null;
        _machine.Config = $"[profile role]\nrole_arn = {Role}\ncredential_source = Ec2InstanceMetadata\n";

        _ = _machine.AssertRefused(string.Empty, "CredentialServiceRefused", "The instance ", "role");
        _ = _machine.AssertRefused("-ProfileName role", "CredentialServiceRefused", "The profile 'role' ", "the instance metadata service", "Check that the instance has a role");
    }

    [Fact]
    public void Where_no_instance_answers_there_is_no_credential()
    {
        _ = _machine.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", Closed.Url);
        _machine.Config = $"[profile role]\nrole_arn = {Role}\ncredential_source = Ec2InstanceMetadata\n";

        _ = _machine.AssertRefused(string.Empty, "CredentialNotFound", "There is no AWS credential", "no instance metadata service answers");
        _ = _machine.AssertRefused("-ProfileName role", "CredentialServiceUnreachable", "The profile 'role' ", "the instance metadata service");
    }

    [Fact]
    public void A_slow_instance_is_an_error_in_time()
    {
        _instance.Delay = TimeSpan.FromSeconds(30);
        _machine.Config = $"[profile role]\nrole_arn = {Role}\ncredential_source = Ec2InstanceMetadata\n";

        _ = _machine.AssertRefused("-CredentialTimeoutSec 1", "CredentialNotFound", "no instance metadata service answers");
        _ = _machine.AssertRefused("-ProfileName role -CredentialTimeoutSec 1", "CredentialServiceTimedOut", "The profile 'role' ", "within 1 s");
    }

    [Fact]
    public void A_role_of_a_profile_may_not_ask_it_either_where_the_environment_forbids_it()
    {
        _ = _machine.Set("AWS_EC2_METADATA_DISABLED", "true");
        _machine.Config = $"[profile role]\nrole_arn = {Role}\ncredential_source = Ec2InstanceMetadata\n";

        _ = _machine.AssertRefused("-ProfileName role", "CredentialServiceRefused", "The profile 'role' ", "AWS_EC2_METADATA_DISABLED is true");

        Assert.Empty(_instance.Requests);
    }

    [Fact]
    public void The_endpoint_may_be_the_profiles()
    {
        _ = _machine.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", null);
        _machine.Config = $"[default]\nec2_metadata_service_endpoint = {_instance.Url}/\n";

        _machine.AssertSigns(string.Empty, _instance);
    }

    [Theory]
    [InlineData("no url")]
    [InlineData("ftp://127.0.0.1")]
    public void An_endpoint_that_is_no_url_is_an_error(string endpoint)
    {
        _ = _machine.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint);

        _ = _machine.AssertRefused(string.Empty, "CredentialServiceRefused", "The instance ", "AWS_EC2_METADATA_SERVICE_ENDPOINT");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(403)]
    public void Another_service_at_the_address_is_no_instance(int status)
    {
        _instance.Fault = Answer.Text("This is another cloud.", status);

        _ = _machine.AssertRefused(string.Empty, "CredentialNotFound", "no instance metadata service answers");

        Assert.Single(_instance.Requests);
    }

    [Theory]
    [InlineData("<html>", "CredentialServiceAnswerInvalid", "not a JSON object")]
    [InlineData("{}", "CredentialServiceAnswerInvalid", "access key id is empty")]
    [InlineData("""{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role r."}""", "CredentialServiceRefused", "(AssumeRoleUnauthorizedAccess): EC2 cannot assume the role r.")]
    public void An_answer_that_is_no_credential_is_an_error(string body, string id, string said)
    {
        _instance.Answers = r => r.Method == "PUT" ? Answer.Text("token") : r.Path.EndsWith('/') ? Answer.Text("role") : Answer.Json(body);

        _ = _machine.AssertRefused(string.Empty, id, "The instance ", said);
    }
}
