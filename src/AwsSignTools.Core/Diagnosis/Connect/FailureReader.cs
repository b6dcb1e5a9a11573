using System;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Describes what ended a connection without an answer. No message has the URL in it.</summary>
internal static class FailureReader
{
    /// <summary>Records an exception as the failure of a test.</summary>
    public static void Record(ConnectionRun run, Exception exception)
    {
        ConnectionResult result = run.Result;
        ConnectionFailure failure = run.Limit.IsCancellationRequested ? ConnectionFailure.Timeout : Classify(exception);

        // There is an answer, though not all of it.
        if (result.StatusCode is not null && failure is ConnectionFailure.Timeout or ConnectionFailure.Reset)
        {
            return;
        }

        // Up to TLS, the connection is to the proxy.
        if (result.Proxy is not null && failure is ConnectionFailure.Dns or ConnectionFailure.Refused or ConnectionFailure.Unreachable)
        {
            failure = ConnectionFailure.Proxy;
        }

        result.Failure = failure;
        result.ProxyStatus = failure == ConnectionFailure.Proxy ? HttpFailure.FindProxyStatus(exception) : null;
        if (failure == ConnectionFailure.Tls && result.TlsProblem == TlsProblem.None)
        {
            result.TlsProblem = HttpFailure.FindTlsProblem(exception);
        }

        result.FailureMessage = DescribeFailure(run, failure, exception);
    }

    /// <summary>The message for a time limit that was reached.</summary>
    public static string DescribeTimeout(ConnectionRun run)
    {
        string host = Quoted.Value(run.Target.Endpoint.Host);
        string port = run.Target.Endpoint.Port.ToString(CultureInfo.InvariantCulture);
        string limit = run.Options.TimeLimit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return run.Result.IsTcpConnected
            ? $"{host} accepted the connection at port {port}, but did not answer within {limit} s."
            : $"{host} did not answer at port {port} within {limit} s.";
    }

    private static ConnectionFailure Classify(Exception exception) => HttpFailure.Classify(exception) switch
    {
        HttpFailureKind.HostNotFound => ConnectionFailure.Dns,
        HttpFailureKind.Refused => ConnectionFailure.Refused,
        HttpFailureKind.Unreachable => ConnectionFailure.Unreachable,
        HttpFailureKind.Tls => ConnectionFailure.Tls,
        HttpFailureKind.Timeout => ConnectionFailure.Timeout,
        HttpFailureKind.Reset => ConnectionFailure.Reset,
        HttpFailureKind.Proxy => ConnectionFailure.Proxy,
        HttpFailureKind.Protocol => ConnectionFailure.Protocol,
        _ => ConnectionFailure.Other,
    };

    private static string DescribeFailure(ConnectionRun run, ConnectionFailure failure, Exception exception)
    {
        string host = Quoted.Value(run.Target.Endpoint.Host);
        string port = run.Target.Endpoint.Port.ToString(CultureInfo.InvariantCulture);
        return failure switch
        {
            ConnectionFailure.Dns => $"The host {host} was not found.",
            ConnectionFailure.Refused => $"{host} refuses connections at port {port}.",
            ConnectionFailure.Unreachable => $"There is no route to {host} at port {port} from here.",
            ConnectionFailure.Timeout => DescribeTimeout(run),
            ConnectionFailure.Reset => $"The connection to {host} at port {port} was broken off before there was an answer.",
            ConnectionFailure.Proxy => DescribeProxy(run.Result, exception),
            ConnectionFailure.Protocol => $"What {host} answered at port {port} is not HTTP.",
            ConnectionFailure.Tls => DescribeTls(run, host, exception),
            _ => $"The connection to {host} at port {port} failed: {CleanMessage(run, exception)}",
        };
    }

    private static string DescribeProxy(ConnectionResult result, Exception exception)
    {
        string proxy = result.Proxy is { } used ? $"The proxy {Quoted.Value($"{used.Scheme}://{used.Authority}")}" : "The proxy";
        return result.ProxyStatus is { } status
            ? $"{proxy} does not let the connection through: it answers {status.ToString(CultureInfo.InvariantCulture)}."
            : HttpFailure.Find<SocketException>(exception) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
                ? $"{proxy} was not found."
                : $"{proxy} cannot be connected to, or does not let the connection through.";
    }

    private static string DescribeTls(ConnectionRun run, string host, Exception exception)
    {
        string issuer = run.Result.CertificateIssuer is { } name ? $", issued by {Quoted.Value(name)}," : string.Empty;
        return run.Result.TlsProblem switch
        {
            TlsProblem.Untrusted => $"The certificate that {host} showed{issuer} is not trusted on this machine.",
            TlsProblem.NameMismatch => $"The certificate that {host} showed{issuer} is another host's.",
            TlsProblem.Expired => $"The certificate that {host} showed{issuer} has expired, or is not valid yet, by this machine's clock.",
            _ => $"TLS with {host} failed: {CleanMessage(run, HttpFailure.Find<AuthenticationException>(exception) ?? exception)}",
        };
    }

    // The platform's own words, on one line.
    private static string CleanMessage(ConnectionRun run, Exception exception) =>
        run.Clean(exception.Message).Replace("\r", string.Empty).Replace('\n', ' ').TrimEnd(' ', '.') + ".";
}
