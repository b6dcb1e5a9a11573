using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
#if NET
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
#endif

namespace AwsSignTools.Platform;

/// <summary>How requests are sent, and who learns about the connection. The callbacks are not called on netstandard2.0.</summary>
internal sealed record HttpSettings
{
    /// <summary>The proxy, optionally with a login in it; null for the one that the system or the environment names.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The login for <see cref="Proxy"/>; null for the one in its URL.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>Receives the address after a TCP connection is made: the server's, or the proxy's.</summary>
    public Action<EndPoint?>? OnConnected { get; init; }

    /// <summary>Receives what the platform found about the server's certificate, and the certificate's issuer.</summary>
    public Action<TlsProblem, string?>? OnCertificate { get; init; }
}

/// <summary>Sends requests by the platform's HTTP: it follows no redirection, sends no cookie or login, and verifies TLS as the platform does.</summary>
internal static class HttpSender
{
    /// <summary>Sends a request, on a connection of its own.</summary>
    /// <param name="settings">How it is sent.</param>
    /// <param name="request">The request; it is disposed with the answer.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The answer as soon as its head is there.</returns>
    public static async Task<HttpAnswer> SendAsync(HttpSettings settings, HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpMessageInvoker sender = Create(settings);
        try
        {
            return new HttpAnswer(await sender.SendAsync(request, cancellation).ConfigureAwait(false), request, sender);
        }
        catch
        {
            request.Dispose();
            sender.Dispose();
            throw;
        }
    }

    /// <summary>Makes the proxy of the settings; null for the platform's own.</summary>
    public static IWebProxy? CreateProxy(HttpSettings settings) => settings.Proxy is not { } proxy ? null : new WebProxy(proxy)
    {
        // A proxy for the loopback too, since it was asked for.
        BypassProxyOnLocal = false,
        Credentials = settings.ProxyCredential ?? ReadLogin(proxy),
    };

    /// <summary>Finds the proxy that a request to a URL uses; without a login, so that it can be shown. Null for none.</summary>
    public static Uri? FindProxy(HttpSettings settings, Uri uri)
    {
        try
        {
#if NET
            IWebProxy proxy = CreateProxy(settings) ?? HttpClient.DefaultProxy;
#else
            IWebProxy? proxy = CreateProxy(settings) ?? WebRequest.DefaultWebProxy;
#endif
            return proxy is null || proxy.IsBypassed(uri) || proxy.GetProxy(uri) is not { } found || found == uri
                ? null
                : new UriBuilder(found) { UserName = string.Empty, Password = string.Empty }.Uri;
        }
        catch (Exception e) when (e is PlatformNotSupportedException or NotSupportedException or UriFormatException or WebException)
        {
            return null;
        }
    }

    private static HttpMessageInvoker Create(HttpSettings settings)
    {
#if NET
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseDrainSize = 0,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = (context, cancellation) => ConnectAsync(settings, context, cancellation),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            // What the platform found is reported for the diagnosis; it is never overruled.
            settings.OnCertificate?.Invoke(Classify(chain, errors), certificate?.Issuer);
            return errors == SslPolicyErrors.None;
        };
#else
        HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = false };
#endif
        if (CreateProxy(settings) is { } proxy)
        {
            handler.Proxy = proxy;
        }

        return new HttpMessageInvoker(handler);
    }

    /// <summary>Reads the login in a proxy's address; null if it has no password.</summary>
    public static NetworkCredential? ReadLogin(Uri proxy)
    {
        int colon = proxy.UserInfo.IndexOf(':');
        return colon < 0 ? null : new NetworkCredential(
            Uri.UnescapeDataString(proxy.UserInfo.Substring(0, colon)), Uri.UnescapeDataString(proxy.UserInfo.Substring(colon + 1)));
    }

#if NET
    private static async ValueTask<System.IO.Stream> ConnectAsync(HttpSettings settings, SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            settings.OnConnected?.Invoke(socket.RemoteEndPoint);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static TlsProblem Classify(X509Chain? chain, SslPolicyErrors errors)
    {
        X509ChainStatusFlags flags = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain?.ChainStatus ?? [])
        {
            flags |= status.Status;
        }

        return errors == SslPolicyErrors.None ? TlsProblem.None
            : (errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0 && (flags & ~X509ChainStatusFlags.NotTimeValid) != 0 ? TlsProblem.Untrusted
            : (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0 ? TlsProblem.NameMismatch
            : (flags & X509ChainStatusFlags.NotTimeValid) != 0 ? TlsProblem.Expired
            : TlsProblem.Untrusted;
    }
#endif
}
