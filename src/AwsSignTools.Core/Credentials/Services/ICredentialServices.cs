using System;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials.Services;

/// <summary>
/// The services that issue credentials; tests have their own. Every method throws <see cref="AwsServiceException"/> if it gets no credential, and
/// <see cref="OperationCanceledException"/> when the limit is reached.
/// </summary>
internal interface ICredentialServices
{
    /// <summary>Asks STS for the credential of a role (AssumeRole).</summary>
    Task<IssuedCredential> AssumeRoleAsync(AssumeRoleRequest request, CallLimit limit);

    /// <summary>Asks STS for the credential of a role, with an identity token (AssumeRoleWithWebIdentity).</summary>
    Task<IssuedCredential> AssumeRoleWithWebIdentityAsync(WebIdentityRequest request, CallLimit limit);

    /// <summary>
    /// Asks IAM Identity Center for a role's credential, with the login that <c>aws sso login</c> saved; renews that if it can be renewed.
    /// </summary>
    /// <exception cref="LoginRequiredException">There is no login, or it has ended and cannot be renewed.</exception>
    Task<IssuedCredential> GetSsoRoleCredentialAsync(SsoRoleRequest request, CallLimit limit);

    /// <summary>Asks the endpoint that the container's environment names (ECS, EKS Pod Identity).</summary>
    Task<IssuedCredential> GetContainerCredentialAsync(CallLimit limit);

    /// <summary>Asks the instance metadata service for the instance role's credential.</summary>
    Task<IssuedCredential> GetInstanceCredentialAsync(InstanceRequest request, CallLimit limit);
}

/// <summary>The services of AWS.</summary>
/// <param name="variable">Reads an environment variable; null if it is not set or empty.</param>
/// <param name="now">This machine's time.</param>
internal sealed class AwsCredentialServices(Func<string, string?> variable, Func<DateTimeOffset> now) : ICredentialServices
{
    private readonly AwsClient _client = new(now);

    /// <inheritdoc/>
    public Task<IssuedCredential> AssumeRoleAsync(AssumeRoleRequest request, CallLimit limit) =>
        SecurityTokenService.AssumeRoleAsync(_client, request, limit);

    /// <inheritdoc/>
    public Task<IssuedCredential> AssumeRoleWithWebIdentityAsync(WebIdentityRequest request, CallLimit limit) =>
        SecurityTokenService.AssumeRoleWithWebIdentityAsync(_client, request, limit);

    /// <inheritdoc/>
    public Task<IssuedCredential> GetSsoRoleCredentialAsync(SsoRoleRequest request, CallLimit limit) =>
        new IdentityCenter(_client, SsoLogin.FileOf(variable, request), now).GetRoleCredentialAsync(request, limit);

    /// <inheritdoc/>
    public Task<IssuedCredential> GetContainerCredentialAsync(CallLimit limit) => LocalServices.GetContainerCredentialAsync(_client, variable, limit);

    /// <inheritdoc/>
    public Task<IssuedCredential> GetInstanceCredentialAsync(InstanceRequest request, CallLimit limit) =>
        LocalServices.GetInstanceCredentialAsync(_client, request, limit);
}

/// <summary>A credential that a service issued.</summary>
/// <param name="Credential">The credential, with its end.</param>
/// <param name="ClockOffset">How far the service's clock is ahead of this machine's; null if it did not report its time.</param>
internal sealed record IssuedCredential(AwsCredential Credential, TimeSpan? ClockOffset = null)
{
    /// <summary>Makes a credential of an answer's parts.</summary>
    /// <exception cref="AwsServiceException">A part is missing, or is not valid.</exception>
    public static IssuedCredential Create(string? accessKeyId, string? secretAccessKey, string? sessionToken, DateTimeOffset? end, TimeSpan? clockOffset)
    {
        try
        {
            return new(new AwsCredential(accessKeyId ?? string.Empty, secretAccessKey ?? string.Empty, sessionToken, end), clockOffset);
        }
        catch (InvalidInputException e)
        {
            throw Invalid(e.Finding.Message, clockOffset);
        }
    }

    /// <summary>The failure of an answer that is no credential.</summary>
    public static AwsServiceException Invalid(string detail, TimeSpan? clockOffset) => new(ServiceFailure.AnswerInvalid, null, detail, clockOffset);
}

/// <summary>There is no login, or it has ended and cannot be renewed: the user must sign in.</summary>
internal sealed class LoginRequiredException() : Exception("There is no login, or it has ended.");
