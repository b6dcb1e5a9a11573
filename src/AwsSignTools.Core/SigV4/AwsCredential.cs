using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// An AWS access key, perhaps a temporary one. The secret goes in and is only ever used to derive signing keys:
/// no property, message or text shows it, nor the session token.
/// </summary>
public sealed class AwsCredential
{
    private readonly byte[] _secretAccessKey;
    private readonly byte[] _fingerprint;

    /// <summary>Makes a credential.</summary>
    /// <param name="accessKeyId">The access key id: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="secretAccessKey">The secret access key, without white space.</param>
    /// <param name="sessionToken">The session token of a temporary credential; null or empty for a long-term key.</param>
    /// <param name="expiration">When a temporary credential ends, where that is known.</param>
    /// <exception cref="InvalidInputException"><c>AccessKeyInvalid</c>, <c>SecretKeyInvalid</c> or <c>SessionTokenInvalid</c>.</exception>
    public AwsCredential(string accessKeyId, string secretAccessKey, string? sessionToken = null, DateTimeOffset? expiration = null)
        : this(accessKeyId, secretAccessKey.AsSpan(), sessionToken, expiration)
    {
    }

    /// <inheritdoc cref="AwsCredential(string, string, string, DateTimeOffset?)"/>
    public AwsCredential(string accessKeyId, ReadOnlySpan<char> secretAccessKey, string? sessionToken = null, DateTimeOffset? expiration = null)
    {
        CheckAccessKeyId(accessKeyId);
        CheckNotSwapped(accessKeyId, secretAccessKey);
        CheckSecret(
            secretAccessKey, "SecretKey", "secret access key", "Copy the secret access key again, whole and without spaces or line ends.");
        if (!string.IsNullOrEmpty(sessionToken))
        {
            CheckSecret(
                sessionToken.AsSpan(), "SessionToken", "session token", "Copy the session token again, whole and on one line.");
            SessionToken = sessionToken;
        }

        AccessKeyId = accessKeyId;
        Expiration = expiration;
        _secretAccessKey = new byte[secretAccessKey.Length];
        _ = Text.ToUtf8(secretAccessKey, _secretAccessKey);
        _fingerprint = new byte[PlatformCrypto.Sha256Length];
        PlatformCrypto.Sha256OfSecret(_secretAccessKey, _fingerprint);
    }

    /// <summary>The access key id, which is no secret.</summary>
    public string AccessKeyId { get; }

    /// <summary>When the credential ends, where that is known.</summary>
    public DateTimeOffset? Expiration { get; }

    /// <summary>True for a temporary credential.</summary>
    public bool HasSessionToken => SessionToken is not null;

    /// <summary>The session token, or null; never empty.</summary>
    internal string? SessionToken { get; }

    /// <summary>The secret in UTF-8.</summary>
    internal ReadOnlySpan<byte> SecretAccessKey => _secretAccessKey;

    /// <summary>SHA-256 of the secret: tells secrets apart without keeping them.</summary>
    internal byte[] Fingerprint => _fingerprint;

    /// <summary>The secret itself, to keep it out of what a service reports. A method, since the engine's views show properties.</summary>
    internal string RevealSecret() => Text.FromUtf8(_secretAccessKey);

    /// <summary>The session token itself, or null; see <see cref="RevealSecret"/>.</summary>
    internal string? RevealSessionToken() => SessionToken;

    /// <summary>The access key id, and stars for the rest.</summary>
    public override string ToString() => $"{AccessKeyId} ***";

    private static void CheckAccessKeyId(string accessKeyId)
    {
        // The id is a part of the credential scope, where '/' separates.
        if (!Characters.IsPlainName(accessKeyId.AsSpan()))
        {
            // Not shown: a secret pasted into the wrong parameter is the likely cause.
            throw InvalidInputException.For(
                "AccessKeyInvalid",
                "AccessKey",
                "The access key id is empty or has a character that no access key id has; only letters, digits, '-', '_' and '.' are allowed.",
                "Give the access key id (such as AKIAIOSFODNN7EXAMPLE) as the access key, and the secret as the secret key.");
        }
    }

    // Signed as they are they would put the secret into the URL, where the access key id stands.
    private static void CheckNotSwapped(string accessKeyId, ReadOnlySpan<char> secretAccessKey)
    {
        const int SecretLength = 40;
        bool isAccessKeyId = IsAccessKeyId(secretAccessKey);
        bool isSecret = (accessKeyId.Length == SecretLength || isAccessKeyId) && SecretText.KindOf(accessKeyId) != SecretKind.None;
        if (isSecret)
        {
            throw InvalidInputException.For(
                "AccessKeyInvalid",
                "AccessKey",
                isAccessKeyId
                    ? "The access key id looks like a secret access key, and the secret access key like an access key id."
                    : "The access key id looks like a secret access key.",
                "Give the access key id (such as AKIAIOSFODNN7EXAMPLE) as the access key, and the secret as the secret key.");
        }

        if (isAccessKeyId)
        {
            throw InvalidInputException.For(
                "SecretKeyInvalid",
                "SecretKey",
                "The secret access key is an access key id.",
                "Give the secret access key, which has 40 characters, as the secret key.");
        }
    }

    private static bool IsAccessKeyId(ReadOnlySpan<char> text)
    {
        const int Length = 20;
        if (text.Length != Length || !(text.StartsWith("AKIA".AsSpan(), StringComparison.Ordinal) || text.StartsWith("ASIA".AsSpan(), StringComparison.Ordinal)))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (c is not ((>= 'A' and <= 'Z') or (>= '0' and <= '9')))
            {
                return false;
            }
        }

        return true;
    }

    private static void CheckSecret(ReadOnlySpan<char> secret, string target, string name, string remedy)
    {
        bool valid = !secret.IsEmpty;
        foreach (char c in secret)
        {
            valid &= c is > ' ' and < (char)0x7F;
        }

        if (!valid)
        {
            throw InvalidInputException.For(
                target + "Invalid",
                target,
                $"The {name} is empty, or has white space, a control character or a character beyond ASCII, which no {name} has.",
                remedy);
        }
    }
}
