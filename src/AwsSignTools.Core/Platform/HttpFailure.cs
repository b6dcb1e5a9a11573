using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace AwsSignTools.Platform;

/// <summary>Why a request has no answer.</summary>
internal enum HttpFailureKind
{
    /// <summary>Something that the exception does not classify.</summary>
    Other,

    /// <summary>The host name has no address.</summary>
    HostNotFound,

    /// <summary>The host refuses connections at the port.</summary>
    Refused,

    /// <summary>There is no route to the host.</summary>
    Unreachable,

    /// <summary>TLS failed.</summary>
    Tls,

    /// <summary>The time limit was reached.</summary>
    Timeout,

    /// <summary>The connection ended before the answer.</summary>
    Reset,

    /// <summary>The proxy does not let the connection through.</summary>
    Proxy,

    /// <summary>The answer is not HTTP.</summary>
    Protocol,
}

/// <summary>What is wrong with TLS.</summary>
internal enum TlsProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The certificate has no issuer that this machine trusts.</summary>
    Untrusted,

    /// <summary>The certificate is another host's.</summary>
    NameMismatch,

    /// <summary>The certificate has expired, or is not valid yet.</summary>
    Expired,

    /// <summary>There is no protocol or cipher in common, or something else.</summary>
    Other,
}

/// <summary>Reads the exceptions that the platforms throw for a request that has no answer.</summary>
internal static class HttpFailure
{
    /// <summary>The kind of failure that an exception stands for.</summary>
    public static HttpFailureKind Classify(Exception exception) =>
        Find<SocketException>(exception) is { } socket ? Classify(socket.SocketErrorCode)
        : Find<AuthenticationException>(exception) is not null ? HttpFailureKind.Tls
        : Find<WebException>(exception) is { } web ? Classify(web.Status)
        : Find<HttpRequestException>(exception) is { } http && ClassifyRequest(http) is { } kind
            // TLS that fails without an error of certificates or protocols was broken off.
            ? kind == HttpFailureKind.Tls && Find<IOException>(exception) is not null ? HttpFailureKind.Reset : kind
        : Find<IOException>(exception) is not null ? HttpFailureKind.Reset
        : Find<OperationCanceledException>(exception) is not null || Find<TimeoutException>(exception) is not null ? HttpFailureKind.Timeout
        : HttpFailureKind.Other;

    /// <summary>What is wrong with TLS, as far as the exception shows it.</summary>
    public static TlsProblem FindTlsProblem(Exception exception)
    {
        string words = Find<AuthenticationException>(exception)?.Message ?? string.Empty;
        return Find<WebException>(exception)?.Status == WebExceptionStatus.TrustFailure
            || Has(words, "UntrustedRoot") || Has(words, "PartialChain") ? TlsProblem.Untrusted
            : Has(words, "RemoteCertificateNameMismatch") ? TlsProblem.NameMismatch
            : Has(words, "NotTimeValid") ? TlsProblem.Expired
            : Has(words, "RemoteCertificate") ? TlsProblem.Untrusted
            : TlsProblem.Other;
    }

    /// <summary>The status that a proxy answered; null if the exception shows none.</summary>
    public static int? FindProxyStatus(Exception exception)
    {
        const string Before = "status code '";
        string words = Find<HttpRequestException>(exception)?.Message ?? string.Empty;
        int start = words.IndexOf(Before, StringComparison.Ordinal);
        int end = start < 0 ? -1 : words.IndexOf('\'', start + Before.Length);
        string digits = end < 0 ? string.Empty : words.Substring(start + Before.Length, end - start - Before.Length);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : null;
    }

    /// <summary>The first exception of a type, from the outermost to the innermost; null if there is none.</summary>
    public static TException? Find<TException>(Exception exception)
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

    private static HttpFailureKind Classify(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => HttpFailureKind.HostNotFound,
        SocketError.ConnectionRefused => HttpFailureKind.Refused,
        SocketError.TimedOut => HttpFailureKind.Timeout,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.Disconnecting => HttpFailureKind.Reset,
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
            or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.AccessDenied => HttpFailureKind.Unreachable,
        _ => HttpFailureKind.Other,
    };

    // What .NET Framework throws.
    private static HttpFailureKind Classify(WebExceptionStatus status) => status switch
    {
        WebExceptionStatus.NameResolutionFailure => HttpFailureKind.HostNotFound,
        WebExceptionStatus.ProxyNameResolutionFailure or WebExceptionStatus.RequestProhibitedByProxy => HttpFailureKind.Proxy,
        WebExceptionStatus.ConnectFailure => HttpFailureKind.Unreachable,
        WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure => HttpFailureKind.Tls,
        WebExceptionStatus.Timeout => HttpFailureKind.Timeout,
        WebExceptionStatus.ReceiveFailure or WebExceptionStatus.SendFailure or WebExceptionStatus.ConnectionClosed
            or WebExceptionStatus.KeepAliveFailure => HttpFailureKind.Reset,
        WebExceptionStatus.ServerProtocolViolation => HttpFailureKind.Protocol,
        _ => HttpFailureKind.Other,
    };

    // Null if the exception itself shows no kind.
    private static HttpFailureKind? ClassifyRequest(HttpRequestException exception)
    {
#if NET
        return exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => HttpFailureKind.HostNotFound,
            HttpRequestError.ConnectionError => HttpFailureKind.Unreachable,
            HttpRequestError.SecureConnectionError => HttpFailureKind.Tls,
            HttpRequestError.ProxyTunnelError => HttpFailureKind.Proxy,
            HttpRequestError.ResponseEnded => HttpFailureKind.Reset,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.HttpProtocolError
                => HttpFailureKind.Protocol,
            _ => null,
        };
#else
        // A .NET that runs this build, as the tests do, has only the message, which is in English everywhere; .NET Framework throws a WebException.
        string words = $"{exception.Message} {exception.InnerException?.Message}";
        return Has(words, "proxy tunnel") ? HttpFailureKind.Proxy
            : Has(words, "SSL connection") ? HttpFailureKind.Tls
            : Has(words, "prematurely") ? HttpFailureKind.Reset
            : Has(words, "invalid") || Has(words, "exceeded") ? HttpFailureKind.Protocol
            : null;
#endif
    }

    private static bool Has(string words, string word) => words.AsSpan().IndexOf(word.AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0;
}
