using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.EventStream;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Waits shortly for the first message over an open WebSocket, and closes it by the protocol.</summary>
internal sealed class WebSocketConversation(WebSocket socket, ConnectionRun run)
{
    private const int LongestMessage = 64 * 1024;
    private const int PieceLength = 64;
    private const int ClosedAbnormally = 1006;

    // A service that sends an error closes right after it.
    private static readonly TimeSpan CloseWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FarewellWait = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<bool> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosing;

    /// <summary>Waits and closes, within the time limit.</summary>
    public async Task RunAsync()
    {
        // On a thread of its own: if a server never stops sending, no read waits, and this method would not go on.
        Task listening = Task.Run(ListenAsync);
        try
        {
            await GreetAsync().ConfigureAwait(false);
            await WaitAsync(Task.WhenAny(listening, _first.Task), run.Options.MessageWait).ConfigureAwait(false);
            if (_first.Task.IsCompleted)
            {
                await WaitAsync(listening, CloseWait).ConfigureAwait(false);
            }

            _isClosing = true;
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await CloseOutputAsync().ConfigureAwait(false);
                await WaitAsync(listening, FarewellWait).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The WebSocket was open; how it ends is not a failure.
        }
        finally
        {
            _isClosing = true;
            socket.Abort();
            await listening.ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(Task task, TimeSpan wait)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(run.Limit);
        _ = await Task.WhenAny(task, Task.Delay(wait, ending.Token)).ConfigureAwait(false);
        ending.Cancel();
        run.Limit.ThrowIfCancellationRequested();
    }

    private async Task GreetAsync()
    {
        if (run.Options.Greeting is { } greeting)
        {
            run.Result.WasGreeted = true;
            byte[] message = Encoding.UTF8.GetBytes(greeting);
            await socket.SendAsync(new ArraySegment<byte>(message), WebSocketMessageType.Text, endOfMessage: true, run.Limit).ConfigureAwait(false);
        }
    }

    // A server that does not read may keep even this from being sent.
    private async Task CloseOutputAsync()
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(run.Limit);
        ending.CancelAfter(FarewellWait);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ending.Token).ConfigureAwait(false);
    }

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[LongestMessage];
        int length = 0;
        WebSocketMessageType type = default;
        try
        {
            while (true)
            {
                // The platform waits until a frame fills what it is given: of a frame that never comes whole, this much may be missing.
                int room = _first.Task.IsCompleted ? buffer.Length : Math.Min(PieceLength, buffer.Length - length);
                WebSocketReceiveResult received = await socket.ReceiveAsync(
                    new ArraySegment<byte>(buffer, length, room), CancellationToken.None).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    RecordClose(received);
                    return;
                }

                type = received.MessageType;
                length += received.Count;
                if (!_first.Task.IsCompleted && (received.EndOfMessage || length == buffer.Length))
                {
                    RecordMessage(buffer, length, type);
                    _ = _first.TrySetResult(true);
                }

                // What follows the first message is read for the close after it, and dropped.
                length = _first.Task.IsCompleted ? 0 : length;
            }
        }
        catch (Exception e)
        {
            // Our own end of it arrives here too.
            if (!_isClosing && !run.Limit.IsCancellationRequested)
            {
                RecordBreak(e);
            }
        }
        finally
        {
            if (length > 0)
            {
                RecordMessage(buffer, length, type);
            }
        }
    }

    private void RecordMessage(byte[] buffer, int length, WebSocketMessageType type)
    {
        byte[] message = buffer.AsSpan(0, length).ToArray();
        if (type == WebSocketMessageType.Text)
        {
            run.Result.FirstMessage = run.Clean(Encoding.UTF8.GetString(message));
            return;
        }

        run.Result.FirstMessage = run.Clean(message);
        try
        {
            EventStreamDecoder decoder = new();
            decoder.Append(message);
            if (decoder.TryRead(out DecodedFrame? frame))
            {
                run.Result.FirstEvent = new EventStreamMessage(frame, Clean(frame.Message), signed: null, problem: null, isEndOfStream: false);
            }
        }
        catch (EventStreamFormatException)
        {
            // The bytes are of another kind.
        }
    }

    private RawMessage Clean(RawMessage message)
    {
        List<EventStreamHeader> headers = [];
        foreach (EventStreamHeader header in message.Headers)
        {
            headers.Add(header.Value.ToObject() is string text
                ? new EventStreamHeader(header.Name, EventStreamHeaderValue.FromString(run.Clean(text)))
                : header);
        }

        return new RawMessage(headers, run.Clean(message.Payload.ToArray()));
    }

    private void RecordClose(WebSocketReceiveResult received)
    {
        // The echo of our own close has no meaning.
        if (_isClosing && received.CloseStatus is null or WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.Empty)
        {
            return;
        }

        run.Result.CloseCode = (int)(received.CloseStatus ?? WebSocketCloseStatus.Empty);
        run.Result.CloseReason = run.CleanOrNull(received.CloseStatusDescription);
    }

    private void RecordBreak(Exception exception)
    {
        bool isBroken = false;
        for (Exception? at = exception; at is not null; at = at.InnerException)
        {
            isBroken |= at is SocketException or IOException or WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely };
        }

        if (isBroken)
        {
            run.Result.CloseCode = ClosedAbnormally;
        }
        else
        {
            run.Result.Failure = ConnectionFailure.Protocol;
            run.Result.FailureMessage = "The WebSocket was opened, but what came over it breaks the protocol of WebSockets.";
        }
    }
}
