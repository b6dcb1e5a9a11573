using System;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>A connected WebSocket as examples use it, which counts what it is sent.</summary>
public sealed class StandInSocket
{
    /// <summary>The messages sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Takes one whole binary message.</summary>
    public Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (buffer.Count < 16 || messageType != WebSocketMessageType.Binary || !endOfMessage)
        {
            throw new ArgumentException("Not one whole frame in a binary message.", nameof(buffer));
        }

        cancellationToken.ThrowIfCancellationRequested();
        Sent++;
        return Task.CompletedTask;
    }
}
