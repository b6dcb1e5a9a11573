using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Explains what happened when a signed URL was connected to.</summary>
public static class ConnectionRules
{
    private const int LongestWords = 400;
    private static readonly TimeSpan NoticedSkew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(5);

    /// <summary>What makes an answer wrong whatever the answer says.</summary>
    internal static readonly Rule<ConnectionDiagnosis>[] Clock =
    [
        new("A signature carries this machine's time, and AWS refuses one that is more than five minutes off.", CheckClock),
    ];

    /// <summary>What follows the answer, or comes with any.</summary>
    internal static readonly Rule<ConnectionDiagnosis>[] Others =
    [
        new("A service that speaks event streams reports an error in a message of its own, after the handshake.", CheckFirstEvent),
        new("AppSync answers connection_init with connection_ack, or with connection_error and the reason.", CheckReply),
        new("A service's own close codes show whether to connect again.", CheckServiceClose),
        new("A server that was connected to does not close the WebSocket by itself right away.", CheckClose),
        new("A signed URL must be sent character by character as it was signed.", CheckSentAsSigned),
    ];

    /// <summary>Explains the result of a connection.</summary>
    /// <param name="url">The URL that was connected to.</param>
    /// <param name="result">What happened.</param>
    /// <param name="now">This machine's time when the connection was made.</param>
    /// <returns>The findings: errors first, and the cause of a failure before what follows from it. Empty if all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/> or <paramref name="result"/> is null.</exception>
    public static IReadOnlyList<Finding> Explain(string url, ConnectionResult result, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(result);
        ConnectionDiagnosis diagnosis = new(url, result, now);
        FindingCollector findings = default;
        Add(ExplainFailure(diagnosis), ref findings);

        // A wrong clock may be the cause of what the service refuses, not of what others answer in its place.
        bool isService = diagnosis.Reason is not (RefusalReason.ProxyLogin or RefusalReason.Redirected or RefusalReason.NotWebSocket);
        Finding? refusal = RefusalRules.Explain(diagnosis, diagnosis.Reason);
        Add(isService ? null : refusal, ref findings);
        findings.Check(Clock, diagnosis);
        Add(isService ? refusal : null, ref findings);
        findings.Check(Others, diagnosis);
        return Finding.BySeverity(findings.Findings);
    }

    /// <summary>What each failure means; null for none.</summary>
    internal static Finding? ExplainFailure(ConnectionDiagnosis diagnosis)
    {
        ConnectionResult result = diagnosis.Result;
        string? host = diagnosis.Host;
        string message = result.FailureMessage ?? string.Empty;
        return result.Failure switch
        {
            ConnectionFailure.None => null,
            ConnectionFailure.Url => Error(
                "A connection needs an absolute URL with a scheme and a host.",
                "ConnectUrlInvalid", null, message, "Give the whole URL, as it was signed."),
            ConnectionFailure.Unsafe when result.IsPassword => new Finding(
                "ConnectNotSent", FindingSeverity.Warning, message,
                "Connect with the client of the database, cache or broker, with the token as its password; the rest of the report does not depend on it.", host)
            {
                Rule = "A token that is a password is sent by its own client, over its own protocol.",
            },
            ConnectionFailure.Unsafe => new Finding(
                "ConnectNotSent", FindingSeverity.Warning, message,
                "Send it yourself, with its method, headers and body; the rest of the report does not depend on a connection.", host)
            {
                Rule = "A URL is tried with GET, HEAD or OPTIONS only: any other method may write or delete.",
            },
            ConnectionFailure.Dns => Error(
                "The host of a signed URL is one that the service gave, and its name must have an address.",
                "ConnectHostUnknown", host,
                $"{message} The name is misspelt, its region has no such service, or this machine's DNS does not answer for it.",
                "Ask the service for the endpoint again and compare the region; for the name of a VPC endpoint, be in that network or use its private DNS."),
            ConnectionFailure.Refused => RefusalRules.Refine(diagnosis, diagnosis.Service.Hints.PortClosed, Error(
                "A connection can be made to the host and port of the URL.",
                "ConnectRefused", host, message, "Check the port; otherwise a firewall between here and there refuses it.")),
            ConnectionFailure.Unreachable => Error(
                "A connection can be made to the host and port of the URL.",
                "ConnectUnreachable", host, message, "Check the network and its routes, those of IPv6 too; if only a proxy leads out, name it."),
            ConnectionFailure.Timeout => Error(
                "The server answers within the time limit.",
                "ConnectTimedOut", host, message,
                result.IsTcpConnected
                    ? "Something between here and there delays it, such as a firewall or a proxy that inspects TLS; or allow more time."
                    : "A firewall that drops packets, or a network that only a proxy leads out of, are the usual causes; check the port, or allow more time."),
            ConnectionFailure.Tls => ExplainTls(diagnosis, message),
            ConnectionFailure.Reset => Error(
                "The server answers before the connection ends.",
                "ConnectReset", host, message,
                "A firewall or a proxy that does not let WebSockets through is the usual cause; try from another network. At the port of TLS, use wss and not ws."),
            ConnectionFailure.Proxy when result.ProxyStatus == 407 => RefusalRules.ExplainProxyLogin(diagnosis),
            ConnectionFailure.Proxy => Error(
                "A proxy must let a connection to the host and port of the URL through.",
                "ConnectProxyFailed", result.Proxy, message,
                "Check the proxy's address (HTTPS_PROXY, or the system's setting), and that it allows this host and port."),
            ConnectionFailure.Protocol => Error(
                "The answer to a handshake is HTTP/1.1 with the headers of a WebSocket, and its frames follow.",
                "ConnectProtocolInvalid", host, message,
                result.IsAcceptWrong
                    ? "A proxy or a gateway answers in the service's place: let it pass this host through, or go around it."
                    : "Check the host and the port, and whether something other than the service answers there, such as a proxy."),
            _ => Error(
                "A connection ends in an answer.",
                "ConnectFailed", host, message, "Try again; if it fails again, check the network, the proxy and the URL in turn."),
        };
    }

    private static Finding ExplainTls(ConnectionDiagnosis diagnosis, string message)
    {
        const string Statement = "The certificate of the server must be trusted, the host's own, and valid now.";
        string? host = diagnosis.Host;
        return diagnosis.Result.TlsProblem switch
        {
            TlsProblem.Untrusted => Error(
                Statement, "ConnectTlsUntrusted", host, message,
                "A proxy that inspects TLS is the usual cause: have its root certificate trusted on this machine, or let it leave this host alone. Never turn the check off."),
            TlsProblem.NameMismatch => Error(
                Statement, "ConnectTlsNameMismatch", host, message,
                "Use the host name that the service gave, not an address or an alias; a login page of the network, or a wrong DNS answer, has this effect too."),
            TlsProblem.Expired => Error(
                Statement, "ConnectTlsExpired", host, message, "Check this machine's clock first: AWS renews its certificates in time."),
            _ => Error(
                Statement, "ConnectTlsFailed", host, message,
                "Check that the port speaks TLS (wss, not ws), that TLS 1.2 or later is allowed here, and that no proxy stands between."),
        };
    }

    private static void CheckClock(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.ClockSkew is not { } skew || skew.Duration() < NoticedSkew)
        {
            return;
        }

        const string Remedy = "Set the clock by NTP (timedatectl set-ntp true; on Windows w32tm /resync), and check the time zone; then sign again.";
        TimeSpan amount = skew.Duration();
        string shown = amount.TotalMinutes < 120
            ? Math.Round(amount.TotalMinutes).ToString(CultureInfo.InvariantCulture) + " min"
            : Math.Round(amount.TotalHours).ToString(CultureInfo.InvariantCulture) + " h";
        string message = $"This machine's clock is {shown} {(skew > TimeSpan.Zero ? "behind" : "ahead of")} the server's.";
        if (amount > AllowedSkew)
        {
            findings.Error("ConnectClockSkewed", skew, message + " AWS refuses signatures that are more than five minutes off.", Remedy);
        }
        else
        {
            findings.Warning("ConnectClockSkewed", skew, message + " A URL is valid from its own time on, so it ends that much too early or begins too late.", Remedy);
        }
    }

    private static void CheckFirstEvent(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.FirstEvent is not { ExceptionType: { } type } exception)
        {
            return;
        }

        string words = exception.PayloadText is { } payload
            ? JsonDictionary.TryParse(payload)?["message"] as string ?? payload
            : exception.Headers[":error-message"] as string ?? "nothing more";
        findings.Error(
            "ConnectStreamRefused",
            type,
            $"The WebSocket was opened, and the first message is the exception {Quoted.Value(type)}, which says {Quoted.UpTo(LongestWords, words)}.",
            RefusalReader.HasAny(words, "security token", "credential") ? "Check the credential, its session token and its expiration; then sign a new URL."
                : RefusalReader.HasAny(words, "signature") ? "Sign a new URL, and send it as it is."
                : RefusalReader.HasAny(words, "not authorized", "permission") && subject.Action is { } action ? $"Allow {action} in the signer's IAM policy."
                : type.StartsWith("LimitExceeded", StringComparison.Ordinal) ? "Too many streams are open: close some, or ask for a higher quota."
                : "Correct what it names, such as language-code, media-encoding or sample-rate, and sign a new URL.");
    }

    private static void CheckReply(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        ConnectionResult result = subject.Result;
        if (!result.WasGreeted || !result.Connected)
        {
            return;
        }

        JsonValue? reply = result.FirstMessage is string text ? new JsonReader(text.AsSpan(), 16).TryRead() : null;
        string? type = reply?.Find("type")?.Text;
        if (type is "connection_error" or "error")
        {
            // GraphQL has the errors in a payload, Events beside the type.
            JsonValue? error = ((reply!.Find("payload") ?? reply).Find("errors") ?? reply.Find("errors"))?.Items is { Count: > 0 } errors ? errors[0] : null;
            string name = error?.Find("errorType")?.Text is { Length: > 0 } given ? given : "an error";
            string words = error?.Find("message")?.Text is { Length: > 0 } message ? $", which says {Quoted.UpTo(LongestWords, message)}" : string.Empty;
            findings.Error(
                "AppSyncConnectionRefused",
                name,
                $"The WebSocket was opened, and AppSync answers {type} with {Quoted.Value(name)}{words}.",
                "Sign new headers with a credential that aws sts get-caller-identity knows, for the host of the API's HTTP endpoint; the API must have the authorization mode of IAM, and the signer appsync:GraphQL or appsync:EventConnect.");
        }
        else if (type is null && result.CloseCode is null)
        {
            findings.Warning(
                "AppSyncNotAcknowledged",
                subject.Host,
                "The WebSocket was opened, and no connection_ack came for the connection_init that was sent.",
                "Check the host and the path; another service, or a proxy, may have opened the WebSocket.");
        }
    }

    private static void CheckServiceClose(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.CloseCode is not { } code || FindCloseCode(subject) is not { } known)
        {
            return;
        }

        string shown = code.ToString(CultureInfo.InvariantCulture) + DescribeReason(subject.Result);
        string message = subject.Expand(known.Message, shown);
        string remedy = subject.Expand(known.Remedy, shown);
        if (known.Severity == FindingSeverity.Error)
        {
            findings.Error(known.Id, code, message, remedy);
        }
        else
        {
            findings.Warning(known.Id, code, message, remedy);
        }
    }

    private static void CheckClose(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        ConnectionResult result = subject.Result;
        if (result.CloseCode is not { } code || FindCloseCode(subject) is not null || result.FirstEvent?.ExceptionType is not null)
        {
            return;
        }

        string closed = code == 1006
            ? "The WebSocket was opened, and broke off without a close code (1006)"
            : $"The WebSocket was opened, and the server closed it with {code.ToString(CultureInfo.InvariantCulture)}";
        findings.Warning(
            "ConnectClosed",
            code,
            $"{closed}{DescribeReason(result)}.",
            code switch
            {
                1008 => "The server refuses what was sent or who sent it: check the permission of the signer.",
                1006 or 1001 or (>= 1011 and <= 1014) => "Connect again with a new URL; if it closes again, a proxy or a firewall may cut WebSockets off.",
                _ => "Read the reason, and the service's list of its close codes.",
            });
    }

    private static void CheckSentAsSigned(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.WasUrlChanged)
        {
            findings.Warning(
                "ConnectUrlChanged",
                subject.Host,
                "This platform sends other characters than those of the URL: it has some that cannot be sent as they are, or escapes that are changed.",
                "Sign it again with every other character than letters, digits and -_.~ escaped; in Windows PowerShell, try PowerShell 7.");
        }
    }

    private static CloseCode? FindCloseCode(ConnectionDiagnosis diagnosis)
    {
        foreach (CloseCode known in diagnosis.Service.CloseCodes)
        {
            if (diagnosis.Result.CloseCode >= known.First && diagnosis.Result.CloseCode <= known.Last)
            {
                return known;
            }
        }

        return null;
    }

    private static string DescribeReason(ConnectionResult result) => result.CloseReason is { } reason ? $" and says {Quoted.Value(reason)}" : string.Empty;

    /// <summary>An error with the statement of its rule.</summary>
    internal static Finding Error(string statement, string id, object? target, string message, string remedy) =>
        new(id, FindingSeverity.Error, message, remedy, target) { Rule = statement };

    private static void Add(Finding? finding, ref FindingCollector findings)
    {
        if (finding is not null)
        {
            findings.Add(finding);
        }
    }
}
