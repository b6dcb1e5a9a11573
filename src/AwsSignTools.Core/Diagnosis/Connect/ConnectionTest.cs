using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Connects to a signed URL as a client does, and reports what happens.</summary>
public static class ConnectionTest
{
    // How long a call may take to notice that the time limit was reached.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Connects to a <c>wss</c> or <c>ws</c> URL by a WebSocket handshake, waits shortly for a first message, and closes the WebSocket. Sends
    /// one request to an <c>https</c> or <c>http</c> URL, follows no redirection, and sends no method that may change something. The URL is
    /// sent as it is, TLS is verified, and no cookie or login is sent.
    /// </summary>
    /// <param name="url">The URL. Any text is accepted: one that is not a URL has the failure <see cref="ConnectionFailure.Url"/>.</param>
    /// <param name="options">How to connect; null for the defaults.</param>
    /// <param name="cancellation">Stops the test at once.</param>
    /// <returns>What happened. A connection that fails is reported in it, never by an exception.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/> is null.</exception>
    /// <exception cref="OperationCanceledException">The test was stopped.</exception>
    public static async Task<ConnectionResult> RunAsync(string url, ConnectionOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        cancellation.ThrowIfCancellationRequested();
        options ??= new ConnectionOptions();
        if (!TryParse(url, out ConnectionTarget? target, out string reason))
        {
            return new ConnectionResult { Failure = ConnectionFailure.Url, FailureMessage = reason };
        }

        if (!target.IsWebSocket && options.Method is not ("GET" or "HEAD" or "OPTIONS"))
        {
            // A test must not put, change or delete what it tests.
            return new ConnectionResult
            {
                Failure = ConnectionFailure.Unsafe,
                FailureMessage = $"The URL is for the method {Quoted.Value(options.Method)}, which may change what is there, so it was not sent.",
            };
        }

        CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.TimeLimit);
        ConnectionRun run = new(target, options, limit.Token);
        Task running = Task.Run(() => RunAsync(run), CancellationToken.None);
        await WaitAsync(running, options.TimeLimit + Grace, cancellation).ConfigureAwait(false);
        if (cancellation.IsCancellationRequested)
        {
            // It ends at once, and its connection with it.
            await WaitAsync(running, Grace, CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }

        if (running.IsCompleted)
        {
            limit.Dispose();
            return run.Result;
        }

        // Some calls of some platforms, such as for the address of a name, cannot be stopped.
        ConnectionResult unfinished = run.Result.Copy();
        if (unfinished.StatusCode is null)
        {
            unfinished.Failure = ConnectionFailure.Timeout;
            unfinished.FailureMessage = FailureReader.DescribeTimeout(run);
        }

        return unfinished;
    }

    private static async Task WaitAsync(Task task, TimeSpan wait, CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = await Task.WhenAny(task, Task.Delay(wait, ending.Token)).ConfigureAwait(false);
        ending.Cancel();
    }

    private static async Task RunAsync(ConnectionRun run)
    {
        try
        {
            run.Result.Proxy = HttpSender.FindProxy(run.Http, run.Target.Uri);
            await (run.Target.IsWebSocket ? OpenWebSocketAsync(run) : SendRequestAsync(run)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            FailureReader.Record(run, e);
        }
    }

    private static async Task OpenWebSocketAsync(ConnectionRun run)
    {
        WebSocketHandshake handshake = new(run.Http, run.Target.Uri, run.SubProtocols, run.Options.Headers) { OnRetry = run.RestartExchange };
        using WebSocketAnswer answer = await handshake.RunAsync(run.Limit).ConfigureAwait(false);
        if (answer.Socket is { } socket)
        {
            run.RecordHead(answer.Http);
            run.Result.Connected = true;
            await new WebSocketConversation(socket, run).RunAsync().ConfigureAwait(false);
        }
        else if (answer.Http.Status == 101)
        {
            run.RecordHead(answer.Http);
            run.Result.IsAcceptWrong = true;
            run.Result.Failure = ConnectionFailure.Protocol;
            run.Result.FailureMessage = "The answer is 101, but its Upgrade or Sec-WebSocket-Accept header is not that of a WebSocket.";
        }
        else
        {
            await AnswerBody.RecordAsync(run, answer.Http).ConfigureAwait(false);
        }
    }

    private static async Task SendRequestAsync(ConnectionRun run)
    {
        HttpRequestMessage request = new(new HttpMethod(run.Options.Method), run.Target.Uri) { Version = new Version(1, 1) };
        foreach (KeyValuePair<string, string> header in run.Options.Headers)
        {
            // Some belong to a body. There is none, but the server must receive them all the same.
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value))
            {
                request.Content ??= new ByteArrayContent([]);
                _ = request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        using HttpAnswer answer = await HttpSender.SendAsync(run.Http, request, run.Limit).ConfigureAwait(false);
        await AnswerBody.RecordAsync(run, answer).ConfigureAwait(false);
    }

    private static bool TryParse(string url, [NotNullWhen(true)] out ConnectionTarget? target, out string reason)
    {
        target = null;
        reason = string.Empty;
        try
        {
            target = ConnectionTarget.Parse(url);
            return true;
        }
        catch (InvalidInputException e)
        {
            reason = e.Finding.Message;
        }
        catch (UriFormatException)
        {
            reason = "This platform cannot connect to the URL.";
        }

        return false;
    }
}
