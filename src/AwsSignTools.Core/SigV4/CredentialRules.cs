using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.SigV4;

/// <summary>What can be told of a credential without asking AWS.</summary>
internal static class CredentialRules
{
    /// <summary>Looks at a credential.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="signingTime">The time it is to sign at.</param>
    /// <returns>
    /// The error <c>CredentialExpired</c>, and the warnings <c>TemporaryKeyWithoutToken</c> and <c>SessionTokenIsJwt</c>. A long-term key beside a token is no finding: published
    /// vectors use one.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="credential"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(AwsCredential credential, DateTimeOffset signingTime)
    {
        ArgumentNullException.ThrowIfNull(credential);
        if (credential.Expiration is { } end && end <= signingTime)
        {
            return
            [
                new Finding(
                    "CredentialExpired",
                    FindingSeverity.Error,
                    $"The credential of {credential.AccessKeyId} ended at {AmzDate.Format(end)}, and is to sign at {AmzDate.Format(signingTime)}; AWS answers 403 to such a signature.",
                    "Get a new temporary credential.",
                    credential.AccessKeyId),
            ];
        }

        return CheckToken(credential.AccessKeyId, credential.SessionToken) is { } found ? [found] : [];
    }

    /// <summary>Looks at whether an access key and a session token can belong together.</summary>
    /// <returns>A warning, or null.</returns>
    internal static Finding? CheckToken(string accessKeyId, string? sessionToken)
    {
        if (sessionToken is null)
        {
            return accessKeyId.StartsWith("ASIA", StringComparison.Ordinal)
                ? new Finding(
                    "TemporaryKeyWithoutToken",
                    FindingSeverity.Warning,
                    $"The access key {accessKeyId} is temporary (ASIA…) and no session token is given; AWS answers 403 to such a signature.",
                    "Give the session token that came with the key.",
                    accessKeyId)
                : null;
        }

        return LooksLikeJwt(sessionToken)
            ? new Finding(
                "SessionTokenIsJwt",
                FindingSeverity.Warning,
                "The session token looks like a JWT (eyJ….….…), which no AWS session token does.",
                "Exchange the identity token for AWS credentials first (AssumeRoleWithWebIdentity), and give their session token.",
                accessKeyId)
            : null;
    }

    /// <summary>Looks at whether a credential lives as long as what it signs.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="expiresAt">When the signed URL's own life ends.</param>
    /// <returns>The warning <c>CredentialEndsFirst</c>, or null.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="credential"/> is null.</exception>
    public static Finding? CheckEnd(AwsCredential credential, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential.Expiration is { } end && end < expiresAt
            ? new Finding(
                "CredentialEndsFirst",
                FindingSeverity.Warning,
                $"The credential of {credential.AccessKeyId} ends at {AmzDate.Format(end)}, before the URL does ({AmzDate.Format(expiresAt)}): the URL ends with it.",
                "Renew the credential first where the URL must last.",
                credential.AccessKeyId)
            : null;
    }

    /// <summary>True for what has the form of a JSON web token, as identity tokens have and session tokens of AWS have not.</summary>
    internal static bool LooksLikeJwt(string token)
    {
        int dots = 0;
        foreach (char c in token)
        {
            dots += c == '.' ? 1 : 0;
        }

        return dots == 2 && token.StartsWith("eyJ", StringComparison.Ordinal);
    }
}
