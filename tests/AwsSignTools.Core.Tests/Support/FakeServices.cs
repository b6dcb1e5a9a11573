using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Credentials.Services;
using AwsSignTools.SigV4;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>
/// Stands for the services of AWS: remembers what it was asked and answers what a test says. What a test has no answer for must not be asked.
/// </summary>
internal sealed class FakeServices : ICredentialServices
{
    private readonly object _lock = new();

    public List<AssumeRoleRequest> Roles { get; } = [];

    public List<WebIdentityRequest> Identities { get; } = [];

    public List<SsoRoleRequest> Logins { get; } = [];

    public List<InstanceRequest> Instances { get; } = [];

    /// <summary>How often anything was asked over the network.</summary>
    public int Calls { get; private set; }

    public Func<AssumeRoleRequest, IssuedCredential>? OnRole { get; set; }

    public Func<WebIdentityRequest, IssuedCredential>? OnIdentity { get; set; }

    public Func<SsoRoleRequest, IssuedCredential>? OnLogin { get; set; }

    public Func<CancellationToken, IssuedCredential>? OnContainer { get; set; }

    public Func<CancellationToken, IssuedCredential>? OnInstance { get; set; }

    public static AwsCredential Credential(string id = "ASIAFAKE", DateTimeOffset? end = null) => new(id, "canary-secret", "canary-token", end);

    public static IssuedCredential Answer(string id = "ASIAFAKE", DateTimeOffset? end = null) => new(Credential(id, end));

    public static Exception Failure(ServiceFailure failure) => new AwsServiceException(failure, "SomeCode", "The service says no.");

    public Task<IssuedCredential> AssumeRoleAsync(AssumeRoleRequest request, CallLimit limit)
    {
        Count(() => Roles.Add(request));
        return Task.FromResult((OnRole ?? throw Unasked())(request));
    }

    public Task<IssuedCredential> AssumeRoleWithWebIdentityAsync(WebIdentityRequest request, CallLimit limit)
    {
        Count(() => Identities.Add(request));
        return Task.FromResult((OnIdentity ?? throw Unasked())(request));
    }

    public Task<IssuedCredential> GetSsoRoleCredentialAsync(SsoRoleRequest request, CallLimit limit)
    {
        Count(() => Logins.Add(request));
        return Task.FromResult((OnLogin ?? throw Unasked())(request));
    }

    public Task<IssuedCredential> GetContainerCredentialAsync(CallLimit limit)
    {
        Count(static () => { });
        return Task.FromResult((OnContainer ?? throw Unasked())(limit.Token));
    }

    public Task<IssuedCredential> GetInstanceCredentialAsync(InstanceRequest request, CallLimit limit)
    {
        Count(() => Instances.Add(request));
        return Task.FromResult((OnInstance ?? throw Unasked())(limit.Token));
    }

    private static InvalidOperationException Unasked() => new("The test says that this is not asked.");

    private void Count(Action remember)
    {
        lock (_lock)
        {
            Calls++;
            remember();
        }
    }
}
