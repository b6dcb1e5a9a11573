using System;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>The endpoint beside a container: ECS by its full URI, and EKS Pod Identity with its token file.</summary>
public sealed class ContainerTests : IDisposable
{
    private readonly TestMachine _machine = new();
    private readonly ContainerEndpoint _container = new();
    private readonly InstanceMetadata _instance = new();

    public ContainerTests() => _machine
        .Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", _container.FullUri)
        .Set("AWS_EC2_METADATA_DISABLED", null)
        .Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", _instance.Url);

    public void Dispose()
    {
        _machine.Dispose();
        _container.Dispose();
        _instance.Dispose();
    }

    [Fact]
    public void The_containers_credential_signs()
    {
        _machine.AssertSigns(string.Empty, _container);

        Assert.Null(_container.Requests[0].Header("Authorization"));
        Assert.Empty(_instance.Requests);
    }

    [Fact]
    public void The_authorization_token_is_sent()
    {
        _container.Authorization = "Bearer of the token";
        _ = _machine.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", _container.Authorization);

        _machine.AssertSigns(string.Empty, _container);
    }

    [Fact]
    public void The_token_file_of_a_pod_is_read_each_time()
    {
        string file = _machine.Write("pod-identity/eks-pod-identity-token", "eyJhbGciOi.first.token");
        _ = _machine.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file).Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "not this one");
        _container.Authorization = "eyJhbGciOi.first.token";
        _machine.AssertSigns(string.Empty, _container);

        _ = _machine.Write("pod-identity/eks-pod-identity-token", "eyJhbGciOi.second.token");
        _container.Authorization = "eyJhbGciOi.second.token";
        _machine.AssertSigns(string.Empty, _container);
    }

    [Fact]
    public void A_line_end_behind_the_token_is_none_of_it()
    {
        string file = _machine.Write("token", "eyJhbGciOi.the.token\n");
        _ = _machine.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file);
        _container.Authorization = "eyJhbGciOi.the.token";

        _machine.AssertSigns(string.Empty, _container);
    }

    [Fact]
    public void The_endpoint_may_change_during_a_session()
    {
        using ContainerEndpoint other = new();
        _machine.AssertSigns(string.Empty, _container);

        _ = _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", other.FullUri);

        _machine.AssertSigns(string.Empty, other);
    }

    [Fact]
    public void A_default_profile_comes_before_the_container()
    {
        _machine.Credentials = "[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = default\n";

        _machine.AssertSigns(string.Empty, "AKIDDEFAULT", "default");

        Assert.Empty(_container.Requests);
    }

    [Fact]
    public void A_default_profile_with_a_region_alone_leaves_the_credential_to_the_container()
    {
        _machine.Config = "[default]\nregion = eu-west-1\n";

        _machine.AssertSigns(string.Empty, _container);
    }

    [Fact]
    public void A_refusal_is_an_error_and_the_instance_is_not_asked()
    {
        _container.Authorization = "something";

        _ = _machine.AssertRefused("-CredentialTimeoutSec 2", "CredentialServiceRefused", "The container ", "403", "AWS_CONTAINER_AUTHORIZATION_TOKEN");

        Assert.Empty(_instance.Requests);
    }

    [Fact]
    public void An_endpoint_that_is_away_is_an_error_and_the_instance_is_not_asked()
    {
        _ = _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", Closed.Url + "/v1/credentials");

        _ = _machine.AssertRefused("-CredentialTimeoutSec 10", "CredentialServiceUnreachable", "The container ");

        Assert.Empty(_instance.Requests);
    }

    [Fact]
    public void A_slow_endpoint_is_an_error_in_time()
    {
        _container.Delay = TimeSpan.FromSeconds(30);

        _ = _machine.AssertRefused("-CredentialTimeoutSec 1", "CredentialServiceTimedOut", "The container ", "within 1 s");

        Assert.Empty(_instance.Requests);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"AccessKeyId":"ASIAX","Token":"t","Expiration":"2099-01-01T00:00:00Z"}""")]
    [InlineData("""{"AccessKeyId":"ASIAX","SecretAccessKey":"CANARY secret","Token":"t","Expiration":"2099-01-01T00:00:00Z"}""")]
    public void An_answer_that_is_no_credential_is_an_error(string answer)
    {
        _container.Fault = Answer.Json(answer);

        string error = _machine.AssertRefused("-CredentialTimeoutSec 10", "CredentialServiceAnswerInvalid", "The container ").ToString();

        Assert.DoesNotContain("CANARY", error, StringComparison.Ordinal);
        Assert.Empty(_instance.Requests);
    }

    [Theory]
    [InlineData("http://example.com/v1/credentials")]
    [InlineData("ftp://127.0.0.1/v1/credentials")]
    [InlineData("no uri")]
    public void An_endpoint_that_is_not_the_containers_own_is_not_asked(string uri)
    {
        _ = _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri).Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "CANARY");

        _ = _machine.AssertRefused("-CredentialTimeoutSec 10", "CredentialServiceRefused", "The container ", "it was not asked, since AWS_CONTAINER_CREDENTIALS_FULL_URI");
    }
}
