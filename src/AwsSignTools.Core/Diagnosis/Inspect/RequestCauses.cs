using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Causes of wrong signatures in the request: the session token, the host, the path, the method and the payload.</summary>
internal static class RequestCauses
{
    public static readonly SignatureCause[] Token =
    [
        new("The session token was signed although it must not be, or not signed although it must be, or removed.", FindTokens),
    ];

    public static readonly SignatureCause[] Request =
    [
        new("The host was signed with its port or without, or as another host.", FindHosts),
        new("The path was encoded another number of times, normalised or not, or is another path.", FindPaths),
        new("The URL was signed for another method.", FindMethods),
        new("The URL was signed with another line for the payload.", FindPayloads),
    ];

    private static readonly string[] Methods = ["GET", "PUT", "POST", "HEAD", "DELETE", "PATCH", "OPTIONS", "get"];
    private static readonly string[] Payloads = [SignableRequest.EmptyPayloadHash, SignableRequest.UnsignedPayload, SignableRequest.EventStreamPayload, string.Empty];

    // The path as the signer may have seen it, and how often it then encoded it.
    private static readonly (Func<string, SignerSettings, string> Make, PathEncoding Encoding, string Description)[] PathEncodings =
    [
        (CanonicalPath.ForSigning, PathEncoding.None, "as it is sent"),
        (CanonicalPath.ForSigning, PathEncoding.Once, "decoded and encoded once"),
        (CanonicalPath.ForSigning, PathEncoding.Twice, "as it is sent, encoded once more"),
        (CanonicalPath.DecodedAndEncoded, PathEncoding.None, "decoded and encoded once, each segment for itself"),
        (CanonicalPath.DecodedAndEncoded, PathEncoding.Twice, "decoded and encoded twice"),
    ];

    private static IEnumerable<Suspect> FindTokens(SignatureEvidence evidence)
    {
        InspectedUrl url = evidence.Url;
        List<QueryPart> others = [];
        foreach (QueryPart part in url.Query)
        {
            if (part.Name != SigningParameter.SecurityToken)
            {
                others.Add(part);
            }
        }

        bool hasToken = others.Count < url.Query.Count;
        if (hasToken && evidence.Settings.SessionTokenMode == SessionTokenMode.InSignature)
        {
            yield return new(
                evidence.WithQuery(others),
                SignatureCause.Explain(
                    "SessionTokenUnsigned",
                    SigningParameter.SecurityToken,
                    $"the session token was left out when the URL was signed, and added after. {Quoted.Value(url.Service)} requires X-Amz-Security-Token among the signed parameters.",
                    "Sign the URL with the session token in its query; only iotdevicegateway requires it to be added after signing."));
        }
        else if (hasToken)
        {
            yield return new(
                evidence.WithQuery(url.Query),
                SignatureCause.Explain(
                    "SessionTokenSigned",
                    SigningParameter.SecurityToken,
                    $"the session token was signed with the rest, but {Quoted.Value(url.Service)} requires X-Amz-Security-Token to be added after signing.",
                    "Sign the URL without the session token, and append it."));
        }
        else if (evidence.SessionToken is { } token)
        {
            yield return new(
                evidence.WithQuery([.. others, new QueryPart($"{SigningParameter.SecurityToken}={PercentEncoding.Encode(token)}")]),
                SignatureCause.Explain(
                    "SessionTokenRemoved",
                    SigningParameter.SecurityToken,
                    "the URL was signed with a session token, which is no longer in it.",
                    "Send the URL as the signer gave it, X-Amz-Security-Token included."));
        }
    }

    private static IEnumerable<Suspect> FindHosts(SignatureEvidence evidence)
    {
        Endpoint endpoint = evidence.Url.Uri.Endpoint;
        foreach (string host in ListHosts(evidence.Url))
        {
            yield return new(
                evidence.Expected with { Host = host },
                SignatureCause.Explain(
                    "SignedForAnotherHost",
                    endpoint.HostHeader,
                    $"it was computed over the host {Quoted.Value(host)}; the host header of this URL is {Quoted.Value(endpoint.HostHeader)}.",
                    "Sign the host as the client sends it: in lower case, with the port unless it is the scheme's own."));
        }
    }

    private static IEnumerable<string> ListHosts(InspectedUrl url)
    {
        string host = url.Host;
        yield return host;
        yield return $"{host}:{url.Uri.Endpoint.Port.ToString(CultureInfo.InvariantCulture)}";
        yield return $"{host}:443";
        foreach (int port in AwsServices.WebSocketPorts)
        {
            yield return $"{host}:{port.ToString(CultureInfo.InvariantCulture)}";
        }

        // The endpoint of the other role in a signaling channel.
        if (host.StartsWith("m-", StringComparison.Ordinal) || host.StartsWith("v-", StringComparison.Ordinal))
        {
            yield return (host[0] == 'm' ? 'v' : 'm') + host.Substring(1);
        }

        if (url.Uri.GivenHost != host)
        {
            yield return url.Uri.GivenHost;
        }
    }

    private static IEnumerable<Suspect> FindPaths(SignatureEvidence evidence)
    {
        string path = evidence.Url.Uri.Path;
        string sent = path.Length == 0 ? "/" : path;
        foreach ((Func<string, SignerSettings, string> make, PathEncoding encoding, string description) in PathEncodings)
        {
            foreach (bool normalize in (bool[])[true, false])
            {
                yield return WithPath(
                    make(path, evidence.Settings with { PathEncoding = encoding, NormalizePath = normalize }),
                    () => $"it was computed over the path {description}, {(normalize ? "normalised" : "not normalised")}; {Quoted.Value(evidence.Url.Service)} requires it {DescribePath(evidence.Settings)}.",
                    "Sign the path as it is sent: for S3 decoded and encoded once, not normalised; for others normalised and encoded once more.");
            }
        }

        yield return WithPath(Uri.UnescapeDataString(sent), static () => "it was computed over the path decoded.", "Sign the path percent-encoded.");
        foreach (string other in (string[])["/", string.Empty, path + "/", path.TrimEnd('/'), .. AwsServices.WebSocketPaths])
        {
            yield return WithPath(
                other,
                () => $"it was computed over the path {Quoted.Value(other)}, but the URL has {Quoted.Value(sent)}.",
                "Sign the URL with the path it is sent with; change nothing after.");
        }

        Suspect WithPath(string signed, Func<string> message, string remedy) =>
            new(evidence.Expected with { Path = signed }, SignatureCause.Explain("SignedForAnotherPath", path, message, remedy));
    }

    private static string DescribePath(SignerSettings settings) =>
        settings.PathEncoding switch
        {
            PathEncoding.Twice => "as it is sent, encoded once more",
            PathEncoding.Once => "decoded and encoded once",
            _ => "as it is sent",
        }
        + (settings.NormalizePath ? " and normalised" : " and not normalised");

    private static IEnumerable<Suspect> FindMethods(SignatureEvidence evidence)
    {
        string expected = evidence.Expected.Method;
        foreach (string method in Methods)
        {
            string sent = method.ToUpperInvariant();
            foreach (string payload in method == expected ? [] : Payloads)
            {
                yield return new(
                    evidence.Expected with { Method = method, PayloadHash = payload },
                    SignatureCause.Explain(
                        "SignedForAnotherMethod",
                        expected,
                        $"it was computed for the method {Quoted.Value(method)}, but is checked for {expected}.",
                        $"Send the URL with the method {sent}, or sign it for {expected}; if {sent} is what is sent, check it with -Method {sent}."));
            }
        }
    }

    private static IEnumerable<Suspect> FindPayloads(SignatureEvidence evidence)
    {
        string expected = evidence.Expected.PayloadHash;
        foreach (string payload in Payloads)
        {
            yield return new(
                evidence.Expected with { PayloadHash = payload },
                SignatureCause.Explain(
                    "SignedForAnotherPayload",
                    expected,
                    $"it was computed with {Quoted.Value(payload)} for the payload, but the service uses {Quoted.Value(expected)}.",
                    "Sign it with UNSIGNED-PAYLOAD for S3, and with the hash of the empty body for any other service."));
        }
    }
}
