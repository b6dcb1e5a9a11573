using System;
using System.Globalization;
using System.IO;
using AwsSignTools.Aws;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>Gets a role's credential by an identity token in a file, as in EKS (IAM roles for service accounts) and CI services.</summary>
/// <param name="context">What may be used.</param>
internal sealed class WebIdentity(CredentialContext context)
{
    // A token is some thousand characters.
    private const int LongestToken = 64 * 1024;

    /// <summary>Reads the token and asks STS.</summary>
    public IssuedCredential Resolve(ServiceCall call, ServiceEndpoint endpoint, string role, string? sessionName, string tokenFile, TimeSpan? duration)
    {
        string token = ReadToken(call.SourceName, tokenFile);
        return CredentialCache.GetOrAdd(
            ["web", endpoint.CacheKey, role, sessionName, duration?.ToString(), token],
            context.Now(),
            () => call.Ask(
                "STS (AssumeRoleWithWebIdentity of " + role + ")",
                "Check that the role is there, that its trust policy names the token's issuer and subject, and that the token has not ended.",
                null,
                limit => context.Services.AssumeRoleWithWebIdentityAsync(
                    new WebIdentityRequest
                    {
                        Endpoint = endpoint,
                        RoleArn = role,
                        SessionName = sessionName ?? DefaultSessionName(context),
                        Token = token,
                        Duration = duration,
                    },
                    limit)),
            context.Cancellation);
    }

    /// <summary>The name of a session that the user gave none.</summary>
    public static string DefaultSessionName(CredentialContext context) =>
        "AwsSignTools-" + context.Now().UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private string ReadToken(string sourceName, string path)
    {
        if (CredentialRules.LooksLikeJwt(path))
        {
            throw CredentialErrors.TokenInPlaceOfPath(sourceName);
        }

        try
        {
            string token = BoundedFile.ReadText(path, LongestToken, context.ReadLimit).Trim();
            return token.Length > 0 ? token : throw CredentialErrors.TokenFileUnreadable(sourceName, path, "it is empty.");
        }
        catch (FileTooLargeException)
        {
            throw CredentialErrors.TokenFileUnreadable(sourceName, path, $"it is too large for a token. At most {LongestToken} bytes are read.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException and not InvalidInputException)
        {
            throw CredentialErrors.TokenFileUnreadable(sourceName, path, e.Message);
        }
    }
}
