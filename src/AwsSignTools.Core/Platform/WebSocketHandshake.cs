using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
#if NET
using System.IO;
using System.Security.Cryptography;
using System.Text;
#else
using System.Net;
using System.Runtime.InteropServices;
#endif

namespace AwsSignTools.Platform;

/// <summary>The answer to a WebSocket handshake.</summary>
/// <param name="Http">The answer of HTTP.</param>
/// <param name="Socket">The open WebSocket; null if the answer does not open one.</param>
internal sealed record WebSocketAnswer(HttpAnswer Http, WebSocket? Socket) : IDisposable
{
    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        Socket?.Dispose();
        Http.Dispose();
    }
}

/// <summary>
/// The handshake that opens a WebSocket (RFC 6455 section 4). Unlike <see cref="ClientWebSocket"/> it reports an answer that refuses
/// the WebSocket, as completely as the platform shows it.
/// </summary>
/// <param name="settings">How it is sent.</param>
/// <param name="uri">The URL.</param>
/// <param name="subProtocols">The subprotocols to ask for; empty for none.</param>
/// <param name="headers">The headers to send besides those of the handshake.</param>
internal sealed class WebSocketHandshake(HttpSettings settings, Uri uri, IReadOnlyList<string> subProtocols, IReadOnlyList<KeyValuePair<string, string>> headers)
{
    private readonly string _key = Convert.ToBase64String(Guid.NewGuid().ToByteArray());

    /// <summary>Called before the request is sent a second time, on a platform that does not show the answer to the first.</summary>
    public Action? OnRetry { get; init; }

#if NET
    /// <summary>Sends the request.</summary>
    public async Task<WebSocketAnswer> RunAsync(CancellationToken cancellation)
    {
        HttpAnswer answer = await HttpSender.SendAsync(settings, CreateRequest(uri), cancellation).ConfigureAwait(false);
        if (!IsAccepted(answer))
        {
            return new WebSocketAnswer(answer, null);
        }

        try
        {
            Stream stream = await answer.OpenBodyAsync().ConfigureAwait(false);
            return new WebSocketAnswer(answer, WebSocket.CreateFromStream(
                stream, new WebSocketCreationOptions { SubProtocol = FindSubProtocol(answer), KeepAliveInterval = Timeout.InfiniteTimeSpan }));
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
#else
    // ClientWebSocket is all that netstandard2.0 has. It shows neither the head of a 101 nor the address, and follows a redirection to another WebSocket.

    /// <summary>Sends the request.</summary>
    public async Task<WebSocketAnswer> RunAsync(CancellationToken cancellation)
    {
        ClientWebSocket socket = new();
        if (HttpSender.CreateProxy(settings) is { } proxy)
        {
            socket.Options.Proxy = proxy;
        }

        foreach (string subProtocol in subProtocols)
        {
            socket.Options.AddSubProtocol(subProtocol);
        }

        foreach (KeyValuePair<string, string> header in headers)
        {
            socket.Options.SetRequestHeader(header.Key, header.Value);
        }

        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        try
        {
            await socket.ConnectAsync(uri, cancellation).ConfigureAwait(false);
            return new WebSocketAnswer(HttpAnswer.CreateSwitchingProtocols(), socket);
        }
        catch (WebSocketException e) when (!cancellation.IsCancellationRequested && IsAnswered(e))
        {
            socket.Dispose();
            return new WebSocketAnswer(await ReadRefusalAsync(e, cancellation).ConfigureAwait(false), null);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // True if the server answered, but not with a WebSocket.
    private static bool IsAnswered(WebSocketException exception) => FindResponse(exception) is not null
        || (exception.InnerException is null && exception.WebSocketErrorCode is not WebSocketError.Faulted);

    // .NET Framework has the answer in the exception.
    private static HttpWebResponse? FindResponse(Exception exception) => (exception.InnerException as WebException)?.Response as HttpWebResponse;

    private async Task<HttpAnswer> ReadRefusalAsync(WebSocketException exception, CancellationToken cancellation)
    {
        if (FindResponse(exception) is { } response)
        {
            return HttpAnswer.FromWebResponse(response);
        }

        if (exception.WebSocketErrorCode is WebSocketError.HeaderError or WebSocketError.UnsupportedProtocol)
        {
            return HttpAnswer.CreateSwitchingProtocols();
        }

        // Other platforms do not show the answer, so the request is sent again, by HTTP. That of .NET Framework does not know the schemes of WebSockets.
        Uri target = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal)
            ? new UriBuilder(uri) { Scheme = uri.Scheme == "wss" ? "https" : "http" }.Uri
            : uri;
        OnRetry?.Invoke();
        return await HttpSender.SendAsync(settings, CreateRequest(target), cancellation).ConfigureAwait(false);
    }
#endif

    private HttpRequestMessage CreateRequest(Uri target)
    {
        HttpRequestMessage request = new(HttpMethod.Get, target) { Version = new Version(1, 1) };
#if NET
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
#endif
        _ = request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        _ = request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        _ = request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        _ = request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", _key);
        if (subProtocols.Count > 0)
        {
            _ = request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", subProtocols));
        }

        foreach (KeyValuePair<string, string> header in headers)
        {
            _ = request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return request;
    }

#if NET
    // A server that answers with a subprotocol that was not asked for has always been connected to.
    private string? FindSubProtocol(HttpAnswer answer)
    {
        string? chosen = answer.FindHeader("Sec-WebSocket-Protocol")?.Trim();
        foreach (string subProtocol in subProtocols)
        {
            if (subProtocol == chosen)
            {
                return subProtocol;
            }
        }

        return subProtocols.Count > 0 ? subProtocols[0] : null;
    }

    private bool IsAccepted(HttpAnswer answer) => answer.Status == 101
        && answer.FindHeader("Sec-WebSocket-Accept")?.Trim() == ComputeAccept()
        && string.Equals(answer.FindHeader("Upgrade"), "websocket", StringComparison.OrdinalIgnoreCase);

    // SHA-1 protects nothing here: RFC 6455 section 4.2.2 requires it.
#pragma warning disable CA5350, CA1850
    private string ComputeAccept()
    {
        const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        using SHA1 sha1 = SHA1.Create();
        return Convert.ToBase64String(sha1.ComputeHash(Encoding.ASCII.GetBytes(_key + KeySuffix)));
    }
#pragma warning restore CA5350, CA1850
#endif
}
