using System;
using System.IO;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>Gets a role's credential by an identity token in a file, as in EKS (IAM roles for service accounts) and CI services.</summary>
/// <param name="context">What may be used.</param>
internal sealed class WebIdentity(CredentialContext context)
{
    // A token is some thousand characters.
    private const int LongestToken = 64 * 1024;

    /// <summary>Reads the token and asks STS.</summary>
    public SdkCredential Resolve(ServiceCall call, ServiceEndpoint endpoint, string role, string? sessionName, string tokenFile, TimeSpan? duration)
    {
        string token = ReadToken(call.Asker, tokenFile);
        return CredentialCache.GetOrAdd(
            ["web", endpoint.Region, endpoint.Url, role, sessionName, duration?.ToString(), token],
            context.Now(),
            () => call.Ask(
                "STS (AssumeRoleWithWebIdentity of " + role + ")",
                "Check that the role is there, that its trust policy names the token's issuer and subject, and that the token has not ended.",
                null,
                cancellation => context.Sdk.AssumeRoleWithWebIdentity(
                    new WebIdentityRequest
                    {
                        Endpoint = endpoint,
                        RoleArn = role,
                        SessionName = sessionName ?? StsDefaults.SessionName(context),
                        Token = token,
                        Duration = duration,
                    },
                    cancellation)),
            context.Cancellation);
    }

    private static string ReadToken(string asker, string path)
    {
        if (CredentialRules.LooksLikeJwt(path))
        {
            throw CredentialErrors.TokenInPlaceOfPath(asker);
        }

        try
        {
            if (new FileInfo(path).Length > LongestToken)
            {
                throw CredentialErrors.TokenFileUnreadable(asker, path, "it is too large for a token.");
            }

            string token = File.ReadAllText(path).Trim();
            return token.Length > 0 ? token : throw CredentialErrors.TokenFileUnreadable(asker, path, "it is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException and not InvalidInputException)
        {
            throw CredentialErrors.TokenFileUnreadable(asker, path, e.Message);
        }
    }
}
