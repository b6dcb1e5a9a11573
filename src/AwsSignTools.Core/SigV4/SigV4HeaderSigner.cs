using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// Signs a request by its <c>Authorization</c> header (SigV4, "Authenticating requests: using the Authorization header").
/// Safe to use from several threads.
/// </summary>
public sealed class SigV4HeaderSigner
{
    private readonly string _service;
    private readonly SignerSettings _settings;

    /// <summary>Makes a signer for a service.</summary>
    /// <param name="service">The service's SigV4 name, such as <c>transcribe</c>.</param>
    /// <param name="settings">The service's quirks; null for what most services want.</param>
    public SigV4HeaderSigner(string service, SignerSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        _service = service;
        _settings = settings ?? SignerSettings.Default;
    }

    /// <summary>Signs a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="credential">The credential to sign with.</param>
    /// <param name="region">The region of the endpoint.</param>
    /// <param name="signingTime">The time of the signature; truncated to seconds.</param>
    /// <returns>The headers to send and what they were made of.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException">
    /// <c>RequestAlreadySigned</c>, <c>UrlAlreadySigned</c>, <c>UriEscapeInvalid</c>, <c>PathInvalid</c>, <c>HeaderInvalid</c>, <c>RegionInvalid</c> or <c>ServiceInvalid</c>.
    /// </exception>
    public SignedRequest Sign(SignableRequest request, AwsCredential credential, string region, DateTimeOffset signingTime)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(credential);
        SigV4Presigner.CheckUnsigned(request);
        DateTimeOffset signedAt = AmzDate.Truncate(signingTime);
        CredentialScope scope = new(signedAt, region, _service);
        List<KeyValuePair<string, string>> sent = HeadersToSend(request, credential, signedAt);
        CanonicalHeaders headers = new(request.Endpoint.HostHeader, sent.FindAll(static h => !IsUnsignedHeader(h.Key)));
        string urlPath = CanonicalPath.ForUrl(request.Path, _settings.PathEncoding);

        CanonicalQuery query = new(256, stackalloc CanonicalQuery.Parameter[16]);
        ByteWriter canonical = new(1024);
        Span<byte> signature = stackalloc byte[PlatformCrypto.Sha256Length];
        try
        {
            for (int i = 0; i < request.Query.Count; i++)
            {
                query.Add(request.Query[i].Name, request.Query[i].Value);
            }

            CanonicalRequest.WriteStart(ref canonical, request.Method, CanonicalPath.ForSigning(urlPath, _settings));
            int start = canonical.Length;
            query.WriteTo(ref canonical);
            string queryText = Text.FromAscii(canonical.Written.Slice(start));
            CanonicalRequest.WriteEnd(ref canonical, headers, request.PayloadHash);
            RequestSignature.Compute(credential, scope, signedAt, canonical.Written, signature);

            string signatureText = Hex.ToString(signature);
            sent.Add(new(
                "Authorization",
                $"AWS4-HMAC-SHA256 Credential={credential.AccessKeyId}/{scope}, SignedHeaders={headers.SignedHeaders}, Signature={signatureText}"));
            if (credential.SessionToken is { } token && _settings.SessionTokenMode == SessionTokenMode.Appended)
            {
                sent.Add(new(SigningParameter.SecurityToken, token));
            }

            string url = request.Endpoint + urlPath + (queryText.Length == 0 ? string.Empty : "?" + queryText);
            return new SignedRequest(request.Method, url, sent, scope, signedAt, signatureText, Text.FromUtf8(canonical.Written));
        }
        finally
        {
            query.Dispose();
            canonical.Dispose();
        }
    }

    /// <summary>The warning for a URL whose path is not to be sent as it was given; null if either form has the same signature.</summary>
    /// <param name="givenPath">The path as it was given.</param>
    /// <exception cref="InvalidInputException"><c>UriEscapeInvalid</c> or <c>PathInvalid</c>.</exception>
    internal Finding? CheckPath(string givenPath)
    {
        string sent = CanonicalPath.ForUrl(givenPath.Length == 0 ? "/" : givenPath, _settings.PathEncoding);
        return CanonicalPath.ForSigning(givenPath, _settings) == CanonicalPath.ForSigning(sent, _settings) ? null : new Finding(
            "UrlRewritten",
            FindingSeverity.Warning,
            $"The path {Quoted.Value(givenPath)} was signed as {Quoted.Value(sent)}, which is its normal form; sent as it was given, the signature would be wrong.",
            "Send the request to the Url of the output.",
            givenPath);
    }

    private List<KeyValuePair<string, string>> HeadersToSend(SignableRequest request, AwsCredential credential, DateTimeOffset signedAt)
    {
        List<KeyValuePair<string, string>> sent = new(request.Headers.Count + 4);
        bool sendHash = _settings.SendContentSha256 || request.PayloadHash == SignableRequest.EventStreamPayload;
        foreach (KeyValuePair<string, string> header in request.Headers)
        {
            bool isHash = Is(header.Key, SigningParameter.ContentSha256);
            sendHash &= !isHash;
            if (Is(header.Key, "authorization") || Is(header.Key, SigningParameter.Date) || Is(header.Key, SigningParameter.SecurityToken)
                || (isHash && header.Value != request.PayloadHash))
            {
                throw InvalidInputException.For(
                    "RequestAlreadySigned",
                    header.Key,
                    $"The request already has the header {Quoted.Value(header.Key)}, which the signer adds itself.",
                    "Leave the header out.");
            }

            sent.Add(header);
        }

        sent.Add(new(SigningParameter.Date, AmzDate.Format(signedAt)));
        if (sendHash)
        {
            sent.Add(new(SigningParameter.ContentSha256, request.PayloadHash));
        }

        if (credential.SessionToken is { } token && _settings.SessionTokenMode == SessionTokenMode.InSignature)
        {
            sent.Add(new(SigningParameter.SecurityToken, token));
        }

        return sent;
    }

    /// <summary>True for a header that proxies and HTTP stacks add, change or remove, so that it is never signed.</summary>
    internal static bool IsUnsignedHeader(string name) =>
        name.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase) || Is(name, "connection") || Is(name, "expect") || Is(name, "keep-alive") || Is(name, "te") || Is(name, "trailer")
        || Is(name, "transfer-encoding") || Is(name, "upgrade") || Is(name, "user-agent") || Is(name, "x-amzn-trace-id");

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
