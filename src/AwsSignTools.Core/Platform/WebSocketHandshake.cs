using System;
using System.Net.Http;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Diagnosis.Connect;
#if NET
using System.IO;
#else
using System.Net;
using System.Runtime.InteropServices;
#endif

namespace AwsSignTools.Platform;

/// <summary>Opens a WebSocket, and tells all that the platform shows of a refusal.</summary>
internal static class WebSocketHandshake
{
    /// <summary>Opens it, and lets somebody talk over it.</summary>
    /// <param name="run">The test; the answer is in its result.</param>
    /// <param name="converse">Talks, where it was opened.</param>
#if NET
    public static async Task RunAsync(ConnectionRun run, Func<WebSocket, Task> converse)
    {
        using HttpMessageInvoker sender = HttpSender.Create(run);
        UpgradeRequest upgrade = new(run);
        using HttpRequestMessage request = upgrade.Create(run.Target.Uri);
        request.VersionPolicy = System.Net.Http.HttpVersionPolicy.RequestVersionExact;
        using HttpResponseMessage response = await sender.SendAsync(request, run.Limit).ConfigureAwait(false);
        if (!await upgrade.TakeAsync(response).ConfigureAwait(false))
        {
            return;
        }

        run.Result.Connected = true;
        Stream stream = await response.Content.ReadAsStreamAsync(run.Limit).ConfigureAwait(false);
        using WebSocket socket = WebSocket.CreateFromStream(
            stream, new WebSocketCreationOptions { SubProtocol = run.SubProtocol, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        await converse(socket).ConfigureAwait(false);
    }
#else
    // All that netstandard2.0 has. It shows neither the head of a 101 nor the address, and follows a redirection to another WebSocket.
    public static async Task RunAsync(ConnectionRun run, Func<WebSocket, Task> converse)
    {
        using ClientWebSocket socket = new();
        if (HttpSender.ProxyOf(run) is { } proxy)
        {
            socket.Options.Proxy = proxy;
        }

        if (run.SubProtocol is { } subProtocol)
        {
            socket.Options.AddSubProtocol(subProtocol);
        }

        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        try
        {
            await socket.ConnectAsync(run.Target.Uri, run.Limit).ConfigureAwait(false);
        }
        catch (WebSocketException e) when (!run.Limit.IsCancellationRequested && IsAnswered(e))
        {
            await ReadRefusalAsync(run, e).ConfigureAwait(false);
            return;
        }

        run.Answered(101, "Switching Protocols", static _ => null);
        run.Result.Connected = true;
        await converse(socket).ConfigureAwait(false);
    }

    // True where the server did answer, but with no WebSocket.
    private static bool IsAnswered(WebSocketException exception) => ResponseIn(exception) is not null
        || (exception.InnerException is null && exception.WebSocketErrorCode is not WebSocketError.Faulted);

    // .NET Framework has the answer in the exception.
    private static HttpWebResponse? ResponseIn(Exception exception) => (exception.InnerException as WebException)?.Response as HttpWebResponse;

    private static async Task ReadRefusalAsync(ConnectionRun run, WebSocketException exception)
    {
        if (ResponseIn(exception) is { } shown)
        {
            using (shown)
            {
                run.Answered((int)shown.StatusCode, shown.StatusDescription, name => shown.Headers[name]);
                using System.IO.Stream body = shown.GetResponseStream();
                AnswerBody.Take(run, await AnswerBody.ReadAsync(body, run.Limit).ConfigureAwait(false), shown.ContentType, shown.ContentEncoding);
            }

            return;
        }

        UpgradeRequest upgrade = new(run);
        if (exception.WebSocketErrorCode is WebSocketError.HeaderError or WebSocketError.UnsupportedProtocol)
        {
            run.Answered(101, "Switching Protocols", static _ => null);
            upgrade.Reject();
            return;
        }

        // Other platforms do not show the answer, so it is asked for once more: .NET Framework's HTTP does not know the schemes of WebSockets.
        Uri uri = run.Target.Uri;
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            uri = new UriBuilder(uri) { Scheme = uri.Scheme == "wss" ? "https" : "http" }.Uri;
        }

        run.Restart();
        using HttpMessageInvoker sender = HttpSender.Create(run);
        using HttpRequestMessage request = upgrade.Create(uri);
        using HttpResponseMessage response = await sender.SendAsync(request, run.Limit).ConfigureAwait(false);
        if (await upgrade.TakeAsync(response).ConfigureAwait(false))
        {
            upgrade.Reject();
        }
    }
#endif
}
