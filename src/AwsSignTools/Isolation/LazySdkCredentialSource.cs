using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using AwsSignTools.Credentials.Services;

namespace AwsSignTools.Isolation;

/// <summary>Stands for the bridge to the SDK without loading it until it is asked something.</summary>
internal sealed class LazySdkCredentialSource : ISdkCredentialSource
{
    /// <summary>The one there need be.</summary>
    public static LazySdkCredentialSource Instance { get; } = new();

    /// <inheritdoc/>
    public SdkCredential AssumeRole(AssumeRoleRequest request, CancellationToken cancellation) =>
        Ask(source => source.AssumeRole(request, cancellation));

    /// <inheritdoc/>
    public SdkCredential AssumeRoleWithWebIdentity(WebIdentityRequest request, CancellationToken cancellation) =>
        Ask(source => source.AssumeRoleWithWebIdentity(request, cancellation));

    /// <inheritdoc/>
    public SdkCredential GetSsoRoleCredential(SsoRoleRequest request, CancellationToken cancellation) =>
        Ask(source => source.GetSsoRoleCredential(request, cancellation));

    /// <inheritdoc/>
    public SdkCredential FromContainer(CancellationToken cancellation) => Ask(source => source.FromContainer(cancellation));

    /// <inheritdoc/>
    public SdkCredential FromInstance(CancellationToken cancellation) => Ask(source => source.FromInstance(cancellation));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string>? ReadEncryptedStore(string profileName) => Ask(source => source.ReadEncryptedStore(profileName));

    // A method of the bridge is compiled when it is first called: where another AWSSDK.Core stands in the place of ours, it ends before it begins.
    private static T Ask<T>(Func<ISdkCredentialSource, T> ask)
    {
        try
        {
            return ask(SdkBridge.Source);
        }
        catch (Exception e) when (e is FileLoadException or TypeLoadException or MissingMemberException)
        {
            throw new SdkFailureException(SdkFailureKind.SdkUnusable, null, $"another version of it is loaded ({e.GetType().Name}).");
        }
        catch (Exception e) when (e is FileNotFoundException or BadImageFormatException)
        {
            throw new SdkFailureException(SdkFailureKind.SdkUnusable, null, e.Message);
        }
    }
}
