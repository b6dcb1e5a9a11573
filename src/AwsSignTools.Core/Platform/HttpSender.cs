using System;
using System.Net;
using System.Net.Http;
using AwsSignTools.Diagnosis.Connect;
#if NET
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
#endif

namespace AwsSignTools.Platform;

/// <summary>The platform's HTTP: no redirection is followed, no cookie and no login sent, TLS verified as the platform does.</summary>
internal static class HttpSender
{
    /// <summary>Makes a sender for one test.</summary>
    public static HttpMessageInvoker Create(ConnectionRun run)
    {
#if NET
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseDrainSize = 0,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = (context, cancellation) => ConnectAsync(run, context, cancellation),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            // What the platform found is noted for the diagnosis; it is never overruled.
            Note(run, certificate, chain, errors);
            return errors == SslPolicyErrors.None;
        };
#else
        HttpClientHandler handler = new() { AllowAutoRedirect = false, UseCookies = false };
#endif
        if (ProxyOf(run) is { } proxy)
        {
            handler.Proxy = proxy;
        }

        return new HttpMessageInvoker(handler);
    }

    /// <summary>The proxy that was asked for; null for the platform's own.</summary>
    public static IWebProxy? ProxyOf(ConnectionRun run) => run.Options.Proxy is not { } proxy ? null : new WebProxy(proxy)
    {
        // A proxy for the loopback too, since it was asked for.
        BypassProxyOnLocal = false,
        Credentials = run.Options.ProxyCredential ?? LoginIn(proxy),
    };

    /// <summary>Finds the proxy that will be used, for the result.</summary>
    public static Uri? Find(ConnectionRun run)
    {
        try
        {
#if NET
            IWebProxy proxy = ProxyOf(run) ?? HttpClient.DefaultProxy;
#else
            IWebProxy? proxy = ProxyOf(run) ?? WebRequest.DefaultWebProxy;
#endif
            Uri uri = run.Target.Uri;
            return proxy is null || proxy.IsBypassed(uri) || proxy.GetProxy(uri) is not { } found || found == uri
                ? null
                : new UriBuilder(found) { UserName = string.Empty, Password = string.Empty }.Uri;
        }
        catch (Exception e) when (e is PlatformNotSupportedException or NotSupportedException or UriFormatException or WebException)
        {
            return null;
        }
    }

    private static NetworkCredential? LoginIn(Uri proxy)
    {
        int colon = proxy.UserInfo.IndexOf(':');
        return colon < 0 ? null : new NetworkCredential(
            Uri.UnescapeDataString(proxy.UserInfo.Substring(0, colon)), Uri.UnescapeDataString(proxy.UserInfo.Substring(colon + 1)));
    }

#if NET
    private static async ValueTask<System.IO.Stream> ConnectAsync(ConnectionRun run, SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            run.Reached(socket.RemoteEndPoint);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Note(ConnectionRun run, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        X509ChainStatusFlags flags = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain?.ChainStatus ?? [])
        {
            flags |= status.Status;
        }

        run.Result.TlsProblem = errors == SslPolicyErrors.None ? TlsProblem.None
            : (errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0 && (flags & ~X509ChainStatusFlags.NotTimeValid) != 0 ? TlsProblem.Untrusted
            : (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0 ? TlsProblem.NameMismatch
            : (flags & X509ChainStatusFlags.NotTimeValid) != 0 ? TlsProblem.Expired
            : TlsProblem.Untrusted;
        run.Result.CertificateIssuer = certificate?.Issuer;
    }
#endif
}
