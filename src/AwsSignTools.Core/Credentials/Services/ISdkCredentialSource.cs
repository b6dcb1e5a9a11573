using System.Collections.Generic;
using System.Threading;

namespace AwsSignTools.Credentials.Services;

/// <summary>
/// What is asked of AWS over the network, which the AWS SDK does: the bridge to the SDK implements it, so that neither the core nor
/// the cmdlets reference the SDK. Every method throws <see cref="SdkFailureException"/> where it gets no credential, and
/// <see cref="System.OperationCanceledException"/> where it is told to stop.
/// </summary>
public interface ISdkCredentialSource
{
    /// <summary>Asks STS for the credential of a role (AssumeRole).</summary>
    /// <param name="request">The role, and who asks.</param>
    /// <param name="cancellation">Stops the call.</param>
    SdkCredential AssumeRole(AssumeRoleRequest request, CancellationToken cancellation);

    /// <summary>Asks STS for the credential of a role, by an identity token (AssumeRoleWithWebIdentity).</summary>
    /// <param name="request">The role and the token.</param>
    /// <param name="cancellation">Stops the call.</param>
    SdkCredential AssumeRoleWithWebIdentity(WebIdentityRequest request, CancellationToken cancellation);

    /// <summary>Asks IAM Identity Center for a role's credential, with the login that <c>aws sso login</c> left; renews that where it can be.</summary>
    /// <param name="request">The login, account and role.</param>
    /// <param name="cancellation">Stops the call.</param>
    SdkCredential GetSsoRoleCredential(SsoRoleRequest request, CancellationToken cancellation);

    /// <summary>Asks the endpoint that the container's environment names (ECS, EKS Pod Identity).</summary>
    /// <param name="cancellation">Stops the call.</param>
    SdkCredential FromContainer(CancellationToken cancellation);

    /// <summary>Asks the instance metadata service for the instance role's credential.</summary>
    /// <param name="cancellation">Stops the call.</param>
    SdkCredential FromInstance(CancellationToken cancellation);

    /// <summary>
    /// Reads a profile of the encrypted store that AWS.Tools and the Toolkit for Visual Studio keep on Windows (<c>RegisteredAccounts.json</c>).
    /// </summary>
    /// <param name="profileName">The profile's name.</param>
    /// <returns>Its settings, by their names in the credentials file; null where the store has no such profile.</returns>
    IReadOnlyDictionary<string, string>? ReadEncryptedStore(string profileName);
}
