using System;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Reads the reason of a refusal out of its status and its words. AWS's services name the same thing by different names.</summary>
internal static class RefusalReader
{
    private const int MostOfBody = 1024;

    /// <summary>The reason.</summary>
    public static RefusalReason Read(ConnectionDiagnosis diagnosis)
    {
        ConnectionResult result = diagnosis.Result;
        return result.Failure != ConnectionFailure.None || result.Connected || result.StatusCode is not { } status ? RefusalReason.None
            : status == 407 ? RefusalReason.ProxyLogin
            : status is >= 300 and < 400 ? RefusalReason.Redirected
            : status < 300 ? RefusalReason.NotWebSocket
            : status >= 500 ? RefusalReason.ServiceFailed
            : ByWords(result) ?? ByStatus(diagnosis, status);
    }

    private static RefusalReason? ByWords(ConnectionResult result)
    {
        string words = $"{result.ErrorType} {result.ErrorMessage ?? Beginning(result.Body)}";

        // The order counts: several reasons have one name, and differ in their words.
        return Has(words, "Signature expired", "Request has expired", "RequestExpired") ? RefusalReason.UrlExpired
            : Has(words, "not yet current", "RequestTimeTooSkewed", "RequestInTheFuture") ? RefusalReason.NotYetValid
            : Has(words, "ExpiredToken", "token included in the request is expired") ? RefusalReason.CredentialExpired
            : Has(words, "UnrecognizedClient", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidToken", "token included in the request is invalid") ? RefusalReason.CredentialUnknown
            : Has(words, "Credential should be scoped", "AuthorizationHeaderMalformed") ? RefusalReason.Scope
            : Has(words, "SignatureDoesNotMatch", "signature we calculated does not match") ? RefusalReason.Signature
            : Has(words, "IncompleteSignature", "MissingAuthenticationToken", "Missing Authentication Token", "AuthorizationQueryParameters") ? RefusalReason.Incomplete
            : Has(words, "InvalidSignature") ? RefusalReason.Signature
            : Has(words, "not authorized", "AccessDenied", "NotAuthorized", "explicit deny") ? RefusalReason.Permission
            : Has(words, "ResourceNotFound", "NoSuchKey", "NoSuchBucket") ? RefusalReason.NotFound
            : Has(words, "Throttl", "TooManyRequests", "LimitExceeded", "SlowDown") ? RefusalReason.Throttled
            : null;
    }

    private static RefusalReason ByStatus(ConnectionDiagnosis diagnosis, int status) => status switch
    {
        404 => RefusalReason.NotFound,
        429 => RefusalReason.Throttled,
        401 or 403 => diagnosis.ExpiresAt is { } end && diagnosis.ServerNow > end ? RefusalReason.UrlExpired : RefusalReason.Forbidden,
        400 => RefusalReason.BadRequest,
        _ => RefusalReason.Other,
    };

    private static string? Beginning(string? body) => body?.Length > MostOfBody ? body.Substring(0, MostOfBody) : body;

    private static bool Has(string words, params string[] any)
    {
        foreach (string word in any)
        {
            if (words.AsSpan().IndexOf(word.AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
