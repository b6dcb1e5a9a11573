using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Makes a failure with a message of whatever was thrown. The URL is in none.</summary>
internal static class FailureReader
{
    /// <summary>Takes it into the result.</summary>
    public static void Take(ConnectionRun run, Exception exception)
    {
        ConnectionResult result = run.Result;
        ConnectionFailure failure = run.Limit.IsCancellationRequested ? ConnectionFailure.Timeout : Classify(exception);

        // Up to TLS it is the proxy that is connected to.
        if (result.Proxy is not null && failure is ConnectionFailure.Dns or ConnectionFailure.Refused or ConnectionFailure.Unreachable)
        {
            failure = ConnectionFailure.Proxy;
        }

        result.Failure = failure;
        result.ProxyStatus = failure == ConnectionFailure.Proxy ? StatusIn(exception) : null;
        if (failure == ConnectionFailure.Tls && result.TlsProblem == TlsProblem.None)
        {
            result.TlsProblem = TlsProblemIn(exception);
        }

        result.FailureMessage = MessageOf(run, failure, exception);
    }

    /// <summary>Says that the time limit was reached.</summary>
    public static string TimedOut(ConnectionRun run)
    {
        string host = Quoted.Value(run.Target.Endpoint.Host);
        string port = run.Target.Endpoint.Port.ToString(CultureInfo.InvariantCulture);
        string limit = run.Options.TimeLimit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return run.Result.IsTcpConnected
            ? $"{host} took the connection at port {port}, and did not answer within {limit} s."
            : $"There was no answer of {host} at port {port} within {limit} s.";
    }

    private static ConnectionFailure Classify(Exception exception)
    {
        if (Find<SocketException>(exception) is { } socket)
        {
            return socket.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => ConnectionFailure.Dns,
                SocketError.ConnectionRefused => ConnectionFailure.Refused,
                SocketError.TimedOut => ConnectionFailure.Timeout,
                SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.Disconnecting => ConnectionFailure.Reset,
                SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
                    or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.AccessDenied => ConnectionFailure.Unreachable,
                _ => ConnectionFailure.Other,
            };
        }

        return Find<AuthenticationException>(exception) is not null ? ConnectionFailure.Tls
            : Find<WebException>(exception) is { } web ? Classify(web)
            : Find<HttpRequestException>(exception) is { } http && HttpFailure.KindOf(http) is { } kind
                // Without a word on certificates or protocols, TLS was broken off.
                ? kind == ConnectionFailure.Tls && Find<IOException>(exception) is not null ? ConnectionFailure.Reset : kind
            : Find<IOException>(exception) is not null ? ConnectionFailure.Reset
            : Find<OperationCanceledException>(exception) is not null || Find<TimeoutException>(exception) is not null ? ConnectionFailure.Timeout
            : ConnectionFailure.Other;
    }

    // What .NET Framework throws.
    private static ConnectionFailure Classify(WebException exception) => exception.Status switch
    {
        WebExceptionStatus.NameResolutionFailure => ConnectionFailure.Dns,
        WebExceptionStatus.ProxyNameResolutionFailure or WebExceptionStatus.RequestProhibitedByProxy => ConnectionFailure.Proxy,
        WebExceptionStatus.ConnectFailure => ConnectionFailure.Unreachable,
        WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure => ConnectionFailure.Tls,
        WebExceptionStatus.Timeout => ConnectionFailure.Timeout,
        WebExceptionStatus.ReceiveFailure or WebExceptionStatus.SendFailure or WebExceptionStatus.ConnectionClosed
            or WebExceptionStatus.KeepAliveFailure => ConnectionFailure.Reset,
        WebExceptionStatus.ServerProtocolViolation => ConnectionFailure.Protocol,
        _ => ConnectionFailure.Other,
    };

    private static TlsProblem TlsProblemIn(Exception exception)
    {
        string words = Find<AuthenticationException>(exception)?.Message ?? string.Empty;
        return Find<WebException>(exception)?.Status == WebExceptionStatus.TrustFailure
            || Has(words, "UntrustedRoot") || Has(words, "PartialChain") ? TlsProblem.Untrusted
            : Has(words, "RemoteCertificateNameMismatch") ? TlsProblem.NameMismatch
            : Has(words, "NotTimeValid") ? TlsProblem.Expired
            : Has(words, "RemoteCertificate") ? TlsProblem.Untrusted
            : TlsProblem.Other;
    }

    private static string MessageOf(ConnectionRun run, ConnectionFailure failure, Exception exception)
    {
        string host = Quoted.Value(run.Target.Endpoint.Host);
        string port = run.Target.Endpoint.Port.ToString(CultureInfo.InvariantCulture);
        ConnectionResult result = run.Result;
        return failure switch
        {
            ConnectionFailure.Dns => $"The host {host} was not found.",
            ConnectionFailure.Refused => $"{host} refuses connections at port {port}.",
            ConnectionFailure.Unreachable => $"There is no way to {host} at port {port} from here.",
            ConnectionFailure.Timeout => TimedOut(run),
            ConnectionFailure.Reset => $"The connection to {host} at port {port} was broken off before there was an answer.",
            ConnectionFailure.Proxy => ProxyMessage(result, exception),
            ConnectionFailure.Protocol => $"What {host} answered at port {port} is not HTTP.",
            ConnectionFailure.Tls => TlsMessage(run, host, exception),
            _ => $"The connection to {host} at port {port} failed: {Words(run, exception)}",
        };
    }

    private static string ProxyMessage(ConnectionResult result, Exception exception)
    {
        string proxy = result.Proxy is { } used ? $"The proxy {Quoted.Value($"{used.Scheme}://{used.Authority}")}" : "The proxy";
        return result.ProxyStatus is { } status
            ? $"{proxy} does not let the connection through: it answers {status.ToString(CultureInfo.InvariantCulture)}."
            : Find<SocketException>(exception) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
                ? $"{proxy} was not found."
                : $"{proxy} cannot be connected to, or does not let the connection through.";
    }

    private static string TlsMessage(ConnectionRun run, string host, Exception exception)
    {
        string issuer = run.Result.CertificateIssuer is { } name ? $", issued by {Quoted.Value(name)}," : string.Empty;
        return run.Result.TlsProblem switch
        {
            TlsProblem.Untrusted => $"The certificate that {host} showed{issuer} is not trusted on this machine.",
            TlsProblem.NameMismatch => $"The certificate that {host} showed{issuer} is another host's.",
            TlsProblem.Expired => $"The certificate that {host} showed{issuer} has ended, or is not valid yet, by this machine's clock.",
            _ => $"TLS with {host} failed: {Words(run, Find<AuthenticationException>(exception) ?? exception)}",
        };
    }

    // The platform's own words, on one line.
    private static string Words(ConnectionRun run, Exception exception) =>
        run.Clean(exception.Message).Replace("\r", string.Empty).Replace('\n', ' ').TrimEnd(' ', '.') + ".";

    private static int? StatusIn(Exception exception)
    {
        const string Before = "status code '";
        string words = Find<HttpRequestException>(exception)?.Message ?? string.Empty;
        int start = words.IndexOf(Before, StringComparison.Ordinal);
        int end = start < 0 ? -1 : words.IndexOf('\'', start + Before.Length);
        string digits = end < 0 ? string.Empty : words.Substring(start + Before.Length, end - start - Before.Length);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : null;
    }

    private static bool Has(string words, string word) => words.AsSpan().IndexOf(word.AsSpan()) >= 0;

    private static TException? Find<TException>(Exception exception)
        where TException : Exception
    {
        for (Exception? at = exception; at is not null; at = at.InnerException)
        {
            if (at is TException found)
            {
                return found;
            }
        }

        return null;
    }
}
