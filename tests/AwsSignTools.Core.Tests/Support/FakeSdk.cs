using System;
using System.Collections.Generic;
using System.Threading;
using AwsSignTools.Credentials.Services;
using AwsSignTools.SigV4;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>
/// Stands for the bridge to the AWS SDK: remembers what it was asked and answers what a test says. What a test has no answer for must not
/// be asked.
/// </summary>
internal sealed class FakeSdk : ISdkCredentialSource
{
    private readonly object _lock = new();

    public List<AssumeRoleRequest> Roles { get; } = [];

    public List<WebIdentityRequest> Identities { get; } = [];

    public List<SsoRoleRequest> Logins { get; } = [];

    /// <summary>How often anything was asked over the network.</summary>
    public int Calls { get; private set; }

    public Func<AssumeRoleRequest, SdkCredential>? OnRole { get; set; }

    public Func<WebIdentityRequest, SdkCredential>? OnIdentity { get; set; }

    public Func<SsoRoleRequest, SdkCredential>? OnLogin { get; set; }

    public Func<CancellationToken, SdkCredential>? OnContainer { get; set; }

    public Func<CancellationToken, SdkCredential>? OnInstance { get; set; }

    public Func<string, IReadOnlyDictionary<string, string>?>? OnStore { get; set; }

    public static AwsCredential Credential(string id = "ASIAFAKE", DateTimeOffset? end = null) => new(id, "canary-secret", "canary-token", end);

    public static SdkCredential Answer(string id = "ASIAFAKE", DateTimeOffset? end = null) => new(Credential(id, end));

    public static Exception Failure(SdkFailureKind kind) => new SdkFailureException(kind, "SomeCode", "The service says no.");

    public SdkCredential AssumeRole(AssumeRoleRequest request, CancellationToken cancellation)
    {
        Count(() => Roles.Add(request));
        return (OnRole ?? throw Unasked())(request);
    }

    public SdkCredential AssumeRoleWithWebIdentity(WebIdentityRequest request, CancellationToken cancellation)
    {
        Count(() => Identities.Add(request));
        return (OnIdentity ?? throw Unasked())(request);
    }

    public SdkCredential GetSsoRoleCredential(SsoRoleRequest request, CancellationToken cancellation)
    {
        Count(() => Logins.Add(request));
        return (OnLogin ?? throw Unasked())(request);
    }

    public SdkCredential FromContainer(CancellationToken cancellation)
    {
        Count(static () => { });
        return (OnContainer ?? throw Unasked())(cancellation);
    }

    public SdkCredential FromInstance(CancellationToken cancellation)
    {
        Count(static () => { });
        return (OnInstance ?? throw Unasked())(cancellation);
    }

    public IReadOnlyDictionary<string, string>? ReadEncryptedStore(string profileName) => (OnStore ?? throw Unasked())(profileName);

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
