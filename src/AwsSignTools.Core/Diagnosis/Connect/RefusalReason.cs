using System;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Why a server refused a URL, as far as its status and its words show.</summary>
internal enum RefusalReason
{
    /// <summary>It did not, or there was no answer.</summary>
    None,

    /// <summary>A proxy requires a login.</summary>
    ProxyLogin,

    /// <summary>The server redirects to another URL.</summary>
    Redirected,

    /// <summary>A success that does not open a WebSocket.</summary>
    NotWebSocket,

    /// <summary>The URL has expired.</summary>
    UrlExpired,

    /// <summary>The URL is dated in the server's future.</summary>
    NotYetValid,

    /// <summary>The session token has expired.</summary>
    CredentialExpired,

    /// <summary>The service does not know the access key or the session token.</summary>
    CredentialUnknown,

    /// <summary>The region or service of the signature is not the server's.</summary>
    Scope,

    /// <summary>A part of the signature is missing or malformed.</summary>
    Incomplete,

    /// <summary>The signature is not that of the request which arrived.</summary>
    Signature,

    /// <summary>The service took the request for one that nobody signed.</summary>
    Anonymous,

    /// <summary>The signer has no permission.</summary>
    Permission,

    /// <summary>What the URL names does not exist.</summary>
    NotFound,

    /// <summary>There are too many requests or connections.</summary>
    Throttled,

    /// <summary>The service failed.</summary>
    ServiceFailed,

    /// <summary>The signature or the permission is wrong; the server does not say which.</summary>
    Forbidden,

    /// <summary>The request is not what the service expects.</summary>
    BadRequest,

    /// <summary>Another status.</summary>
    Other,
}

/// <summary>Reads the reason for a refusal from its status and its words. AWS's services have different names for one reason.</summary>
internal static class RefusalReader
{
    private const int LongestBody = 1024;

    // The order counts: several reasons have one name, and differ in their words.
    private static readonly (RefusalReason Reason, string[] Words)[] Vocabulary =
    [
        (RefusalReason.UrlExpired, ["Signature expired", "Request has expired", "RequestExpired"]),
        (RefusalReason.NotYetValid, ["not yet current", "RequestTimeTooSkewed", "RequestInTheFuture"]),
        (RefusalReason.CredentialExpired, ["ExpiredToken", "token included in the request is expired"]),
        (RefusalReason.CredentialUnknown, ["UnrecognizedClient", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidToken", "token included in the request is invalid"]),
        (RefusalReason.Scope, ["Credential should be scoped", "AuthorizationHeaderMalformed"]),
        (RefusalReason.Signature, ["SignatureDoesNotMatch", "signature we calculated does not match"]),
        (RefusalReason.Incomplete, ["IncompleteSignature", "MissingAuthenticationToken", "Missing Authentication Token", "AuthorizationQueryParameters"]),
        (RefusalReason.Signature, ["InvalidSignature"]),
        (RefusalReason.Anonymous, ["User: anonymous is not authorized"]),
        (RefusalReason.Permission, ["not authorized", "AccessDenied", "NotAuthorized", "explicit deny"]),
        (RefusalReason.NotFound, ["ResourceNotFound", "NoSuchKey", "NoSuchBucket"]),
        (RefusalReason.Throttled, ["Throttl", "TooManyRequests", "LimitExceeded", "SlowDown"]),
    ];

    /// <summary>The reason.</summary>
    public static RefusalReason Read(ConnectionDiagnosis diagnosis)
    {
        ConnectionResult result = diagnosis.Result;
        return result.Failure != ConnectionFailure.None || result.Connected || result.StatusCode is not { } status ? RefusalReason.None
            : status == 407 ? RefusalReason.ProxyLogin
            : status is >= 300 and < 400 ? RefusalReason.Redirected
            : status < 300 ? RefusalReason.NotWebSocket
            : status >= 500 ? RefusalReason.ServiceFailed
            : ReadWords(result) ?? ReadStatus(diagnosis, status);
    }

    /// <summary>True if a text has one of some words, in any case of the letters.</summary>
    public static bool HasAny(string text, params string[] words) => Array.Exists(words, word => text.AsSpan().IndexOf(word.AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0);

    private static RefusalReason? ReadWords(ConnectionResult result)
    {
        string body = result.Body ?? string.Empty;
        string text = $"{result.ErrorType} {result.ErrorMessage ?? body.Substring(0, Math.Min(body.Length, LongestBody))}";
        foreach ((RefusalReason reason, string[] words) in Vocabulary)
        {
            if (HasAny(text, words))
            {
                return reason;
            }
        }

        return null;
    }

    private static RefusalReason ReadStatus(ConnectionDiagnosis diagnosis, int status) => status switch
    {
        404 => RefusalReason.NotFound,
        429 => RefusalReason.Throttled,
        401 or 403 => diagnosis.ExpiresAt is { } end && diagnosis.ServerNow > end ? RefusalReason.UrlExpired : RefusalReason.Forbidden,
        400 => RefusalReason.BadRequest,
        _ => RefusalReason.Other,
    };
}
