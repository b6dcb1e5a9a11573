using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.Services.AppSync;
using AwsSignTools.SigV4;

namespace AwsSignTools.Urls;

/// <summary>Signs a URL of any service.</summary>
public static class UrlSigner
{
    /// <summary>Checks a request and signs it.</summary>
    /// <param name="request">The request; its region must not be null.</param>
    /// <param name="credential">The credential to sign with.</param>
    /// <param name="signingTime">The time of the signature.</param>
    /// <returns>The URL, with the warnings of the rules.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException">
    /// <c>PresignedUrlUnsupported</c>, <c>RequestAlreadySigned</c>, <c>PayloadHashInvalid</c>, <c>UrlExpiryRequired</c>, <c>MethodInvalid</c>, or what
    /// <see cref="SigV4Presigner.Presign"/> throws.
    /// </exception>
    public static SignedUrl Sign(UrlSigningRequest request, AwsCredential credential, DateTimeOffset signingTime)
    {
        ArgumentNullException.ThrowIfNull(request);
        AppSyncUrlRules.Refuse(UrlSigningRules.FactsOf(request));
        List<KeyValuePair<string, string>> signed = [];
        string? hash = null;
        foreach (KeyValuePair<string, string> header in request.Headers)
        {
            if (Is(header.Key, "authorization"))
            {
                throw InvalidInputException.For(
                    "RequestAlreadySigned",
                    header.Key,
                    $"The request has the header {Quoted.Value(header.Key)}; AWS refuses a request that is signed in its URL and in a header.",
                    "Leave the header out.");
            }

            hash = Is(header.Key, SigningParameter.ContentSha256) ? PayloadHash.Parse(header.Value ?? string.Empty) : hash;
            if (!SigV4HeaderSigner.IsUnsignedHeader(header.Key))
            {
                signed.Add(header);
            }
        }

        if (hash is not null && request.PayloadHash is { } given && given != hash)
        {
            throw InvalidInputException.For(
                "PayloadHashInvalid",
                given,
                $"The hash of the payload is {Quoted.Value(given)}, and the header {SigningParameter.ContentSha256} says {Quoted.Value(hash)}.",
                "Leave one of the two out.");
        }

        if (request.OmitsExpiry && !request.Service.AcceptsUrlsWithoutExpiry)
        {
            throw InvalidInputException.For(
                "UrlExpiryRequired",
                request.Service.SigningName,
                $"The service {Quoted.Value(request.Service.SigningName)} is not known to accept a URL that does not say how long it is valid.",
                "Leave -NoExpiry out; AWS IoT (iotdevicegateway) and API Gateway (execute-api) accept such URLs.");
        }

        SignableRequest signable = new(
            request.Method,
            request.Endpoint,
            request.Uri.Path,
            request.Query,
            signed,
            request.PayloadHash ?? hash ?? request.Settings.PresignedPayloadHash);
        SignedUrl url = new SigV4Presigner(request.Service.SigningName, request.Settings).PresignCore(
            signable, credential, request.Region!, signingTime, request.ExpiresIn, request.OmitsExpiry);
        url.HeadersToSend = request.Headers;
        url.UsableFor = request.Service.UsableFor;
        url.Findings = UrlSigningRules.Check(request);
        return url;
    }

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
