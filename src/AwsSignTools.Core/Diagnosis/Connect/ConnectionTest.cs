using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Connects to a signed URL, as a client would, and tells what came of it.</summary>
public static class ConnectionTest
{
    // What a call may take to notice that the time limit was reached.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Connects: by a WebSocket handshake to a <c>wss</c> or <c>ws</c> URL, which is closed politely after a short wait for a first message,
    /// and by one request to an <c>https</c> or <c>http</c> URL, whose redirection is not followed; one that may change something is not sent. The URL is sent as it is, TLS is
    /// verified, and no cookie or login is sent.
    /// </summary>
    /// <param name="url">The URL.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Stops it at once.</param>
    /// <returns>What happened. Whatever fails is told in it, never by an exception.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/> is null.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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

        // Some calls of some platforms, such as for the address of a name, end when they like.
        Task stopped = Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        if (await Task.WhenAny(running, stopped, Task.Delay(options.TimeLimit + Grace, cancellation)).ConfigureAwait(false) == running)
        {
            limit.Dispose();
        }

        cancellation.ThrowIfCancellationRequested();
        if (!running.IsCompleted)
        {
            ConnectionResult given = run.Result.Copy();
            given.Failure = ConnectionFailure.Timeout;
            given.FailureMessage = FailureReader.TimedOut(run);
            return given;
        }

        return run.Result;
    }

    private static async Task RunAsync(ConnectionRun run)
    {
        try
        {
            run.Result.Proxy = HttpSender.Find(run);
            await (run.Target.IsWebSocket
                ? WebSocketHandshake.RunAsync(run, socket => new WebSocketConversation(socket, run).RunAsync())
                : PlainRequest.RunAsync(run)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            FailureReader.Take(run, e);
        }
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
            reason = "The URL is none that this platform can connect to.";
        }

        return false;
    }
}
