using System.Collections.Generic;
using System.Threading;
using AwsSignTools.Credentials.Sdk;

namespace AwsSignTools.Isolation;

/// <summary>Stands for the bridge to the SDK without loading it until it is asked something.</summary>
internal sealed class LazySdkCredentialSource : ISdkCredentialSource
{
    /// <summary>The one there need be.</summary>
    public static LazySdkCredentialSource Instance { get; } = new();

    /// <inheritdoc/>
    public SdkCredential AssumeRole(AssumeRoleRequest request, CancellationToken cancellation) =>
        SdkBridge.Source.AssumeRole(request, cancellation);

    /// <inheritdoc/>
    public SdkCredential AssumeRoleWithWebIdentity(WebIdentityRequest request, CancellationToken cancellation) =>
        SdkBridge.Source.AssumeRoleWithWebIdentity(request, cancellation);

    /// <inheritdoc/>
    public SdkCredential GetSsoRoleCredential(SsoRoleRequest request, CancellationToken cancellation) =>
        SdkBridge.Source.GetSsoRoleCredential(request, cancellation);

    /// <inheritdoc/>
    public SdkCredential FromContainer(CancellationToken cancellation) => SdkBridge.Source.FromContainer(cancellation);

    /// <inheritdoc/>
    public SdkCredential FromInstance(CancellationToken cancellation) => SdkBridge.Source.FromInstance(cancellation);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string>? ReadEncryptedStore(string profileName) => SdkBridge.Source.ReadEncryptedStore(profileName);
}
