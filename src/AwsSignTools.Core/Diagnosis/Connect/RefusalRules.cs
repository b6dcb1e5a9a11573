using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using static AwsSignTools.Diagnosis.Connect.ConnectionRules;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Explains why a server refused a signed URL.</summary>
internal static class RefusalRules
{
    private const string UrlLife = "A URL works from its X-Amz-Date on for X-Amz-Expires seconds.";

    /// <summary>What each reason means, at this service; null for none.</summary>
    public static Finding? Explain(ConnectionDiagnosis diagnosis, RefusalReason reason)
    {
        int? status = diagnosis.Result.StatusCode;
        string answered = diagnosis.Answered;
        ServiceHints hints = diagnosis.Service.Hints;
        return reason switch
        {
            RefusalReason.None => null,
            RefusalReason.ProxyLogin => ExplainProxyLogin(diagnosis),
            RefusalReason.Redirected => Refine(diagnosis, hints.Redirected, Error(
                "No service redirects a signed URL; its signature would not be valid for another host or path.",
                "ConnectRedirected", status,
                $"{answered}, which points to {Quoted.Value(diagnosis.Result.Location ?? "nowhere")}; the signature is for {diagnosis.HostShown} alone.",
                "A login page of the network or a proxy answers: log in there, or go around it; otherwise sign for the host that it points to.")),
            RefusalReason.NotWebSocket => Error(
                "A WebSocket is opened by the status 101 and no other.",
                "ConnectNotWebSocket", status,
                $"{answered}, which does not open a WebSocket: a page of a proxy or of the network's login, or the host's other API, answers.",
                "Check the endpoint (wss, not https) and read Body; a proxy must let WebSockets through."),
            RefusalReason.UrlExpired => Refine(diagnosis, hints.UrlExpired, Error(
                UrlLife,
                "ConnectUrlExpired", diagnosis.ExpiresAt,
                $"{answered}; the URL expired{At(diagnosis.ExpiresAt)}, and it is {Show(diagnosis.ServerNow)} there.",
                "Sign a new URL for each connection and use it at once; if it is new, set the clock.")),
            RefusalReason.NotYetValid => Error(
                UrlLife,
                "ConnectUrlNotYetValid", diagnosis.SignedAt,
                $"{answered}; the URL is dated{At(diagnosis.SignedAt)}, and it is {Show(diagnosis.ServerNow)} there.",
                "Set this machine's clock, which is ahead, and sign a new URL."),
            RefusalReason.CredentialExpired => Error(
                "A URL signed with a temporary credential is not valid longer than the credential.",
                "ConnectCredentialExpired", diagnosis.AccessKeyId,
                $"{answered}; the session token of {diagnosis.KeyShown} has expired.",
                "Get a new credential (aws sso login, or the role again) and sign a new URL."),
            RefusalReason.CredentialUnknown => Error(
                "The access key must exist and be active, and a temporary one needs its own session token.",
                "ConnectCredentialUnknown", diagnosis.AccessKeyId,
                $"{answered}; it does not know {diagnosis.KeyShown}{(diagnosis.HasSessionToken ? " with this session token" : string.Empty)}.",
                diagnosis.AccessKeyId is { } key && key.StartsWith("ASIA", StringComparison.Ordinal) && !diagnosis.HasSessionToken
                    ? "A key that begins with ASIA is temporary: sign with its session token."
                    : "Check that the key has no typing mistake, is active, is of this partition, and has its own session token: aws sts get-caller-identity, with the same credential."),
            RefusalReason.Scope => Error(
                "The scope of the signature names the region and the service of the endpoint.",
                "ConnectScopeWrong", diagnosis.Region,
                $"{answered}; the URL is signed for the region {Quoted.Value(diagnosis.Region)} and the service {Quoted.Value(diagnosis.ServiceName)}.",
                "Sign for the region of the endpoint's host, and by the service's SigV4 name."),
            RefusalReason.Incomplete => Error(
                "A signed URL has X-Amz-Algorithm, -Credential, -Date, -Expires, -SignedHeaders and -Signature.",
                "ConnectUrlIncomplete", status,
                $"{answered}; a part of the signature is missing or malformed where it arrives.",
                "Put the URL in quotes, since a shell cuts it at an &; send it as it is, neither decoded nor encoded again; for execute-api, check the path and the stage too."),
            RefusalReason.Signature => Error(
                "The server computes the signature again from what arrives, with the secret key that it knows.",
                "ConnectForbiddenSignature", status,
                $"{answered}; the signature is not that of the URL as it arrived and of the secret of {diagnosis.KeyShown}.",
                diagnosis.HasSessionToken && diagnosis.Service.Settings.SessionTokenMode == SessionTokenMode.Appended
                    ? "The session token must be added after the signature, unsigned; otherwise the secret key is wrong, or the URL was changed on its way."
                    : "The secret key is mistyped or another key's, or the URL was changed on its way: sign it again here, and send it as it is."),
            RefusalReason.Anonymous => Error(
                "A service that looks at the signature knows who signed.",
                "ConnectSignatureUnseen", status,
                $"{answered}; it took the request for one that nobody signed (anonymous): it did not look at the signature, or the signature did not arrive.",
                "For API Gateway set the route's authorization to AWS_IAM ($connect, for a WebSocket API) and deploy the stage; otherwise its resource policy alone decides. Check that nothing on the way drops the query."),
            RefusalReason.Permission => ExplainPermission(diagnosis),
            RefusalReason.Forbidden => Refine(diagnosis, hints.Forbidden, Error(
                "401 and 403 mean a wrong signature or a permission that is missing.",
                "ConnectForbidden", status,
                $"{answered}, without saying whether the signature or the permission is at fault.",
                diagnosis.Expand(
                    "Sign a new URL with a credential that aws sts get-caller-identity knows, for the region of the endpoint, with a clock that is right; {permission}.",
                    string.Empty))),
            RefusalReason.NotFound => Refine(diagnosis, hints.NotFound, Error(
                "The ARN or the path of the URL names something that exists, in the account and region of the endpoint.",
                "ConnectNotFound", status,
                $"{answered}; there is nothing at this path.",
                "Check the path, the stage or the key, and the region of the endpoint.")),
            RefusalReason.Throttled => Error(
                "Services limit how often and how many may connect.",
                "ConnectThrottled", status,
                $"{answered}; there were too many connections or too many tries.",
                "Wait, longer before each further try, and check the service's quotas; a viewer counts for its channel."),
            RefusalReason.ServiceFailed => Error(
                "A status of 500 and above is a failure of the service, or of what stands before it.",
                "ConnectServiceFailed", status,
                $"{answered}: it is the service that failed, or a proxy before it.",
                "Try again with a new URL after a while; if it fails again, check the AWS Health Dashboard, and give AWS Support the RequestId."),
            _ => Refine(diagnosis, hints.BadRequest, Error(
                "400 and similar answers mean a request that is not what the service expects.",
                "ConnectBadRequest", status,
                $"{answered}: the request is not what the service expects.",
                "Check the method, the path and the parameters against the service's API; read Body.")),
        };
    }

    /// <summary>A proxy that requires a login.</summary>
    public static Finding ExplainProxyLogin(ConnectionDiagnosis diagnosis) => Error(
        "A proxy must let a connection to the host and port of the URL through.",
        "ConnectProxyLogin", diagnosis.Result.Proxy,
        "The proxy answers 407: it requires a user name and a password.",
        "Give the proxy with its login, or ask for an exception for this host; NO_PROXY names hosts that need none.");

    /// <summary>A finding with what the service's own hint says instead.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="hints">The service's hints; the first that applies counts.</param>
    /// <param name="general">The finding for any service.</param>
    public static Finding Refine(ConnectionDiagnosis diagnosis, IReadOnlyList<ServiceHint> hints, Finding general)
    {
        if (diagnosis.FindHint(hints) is not { } hint)
        {
            return general;
        }

        return new Finding(
            hint.Id ?? general.Id,
            general.Severity,
            hint.Message is null ? general.Message : diagnosis.Answered + diagnosis.Expand(hint.Message, hint),
            diagnosis.Expand(hint.Remedy, hint),
            hint.IsAboutResource ? diagnosis.ResourceArn : general.Target)
        {
            Rule = hint.Statement ?? general.Rule,
        };
    }

    private static Finding ExplainPermission(ConnectionDiagnosis diagnosis)
    {
        const string Denies = "and look for a deny in the organisation's, the boundary's and the session's.";
        string? action = FindAction(diagnosis.Result.ErrorMessage) ?? diagnosis.Action;
        return Error(
            "The signer needs the IAM action of the connection on the resource that is connected to.",
            "ConnectForbiddenPermission",
            diagnosis.Result.StatusCode,
            action is null
                ? $"{diagnosis.Answered}; the signature is right, and its signer may not do this."
                : $"{diagnosis.Answered}; the signature is right, and its signer lacks {action} on {diagnosis.Resource}.",
            action is null
                ? $"Allow it in the signer's IAM policy, {Denies}"
                : $"Allow {action} on {diagnosis.Resource} in the signer's IAM policy, {Denies}");
    }

    // "… is not authorized to perform: kinesisvideo:ConnectAsViewer on resource: …"
    private static string? FindAction(string? words)
    {
        const string Before = "to perform:";
        int start = words?.IndexOf(Before, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = words.AsSpan(start + Before.Length).TrimStart();
        int length = 0;
        while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] is ':' or '-' or '*'))
        {
            length++;
        }

        return rest.Slice(0, length).IndexOf(':') > 0 ? rest.Slice(0, length).ToString() : null;
    }

    private static string At(DateTimeOffset? time) => time is { } known ? " at " + Show(known) : string.Empty;

    private static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
