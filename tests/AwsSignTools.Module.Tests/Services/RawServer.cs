using System;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>A server on loopback that does with each connection what no HTTP server would.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private int _connections;

    /// <param name="serve">What it does with a connection, which is closed behind it.</param>
    public RawServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>A server that reads a request, and answers bytes of Latin-1 whatever it was.</summary>
    public static RawServer Answering(string answer) => new(async (stream, ending) =>
    {
        _ = await ReadHeadAsync(stream, ending);
        await WriteAsync(stream, answer, ending);
    });

    /// <summary>A server that opens a WebSocket, and then sends bytes as they are.</summary>
    /// <param name="sent">The bytes.</param>
    /// <param name="then">What it does behind them; null to wait until the client says something, and then end.</param>
    public static RawServer Upgrading(byte[] sent, Func<NetworkStream, CancellationToken, Task>? then = null) => new(async (stream, ending) =>
    {
        await UpgradeAsync(stream, ending);
        await stream.WriteAsync(sent, ending);
        await (then is null ? stream.ReadAsync(new byte[64], ending).AsTask() : then(stream, ending));
    });

    /// <summary>Reads a request and answers that it opens a WebSocket.</summary>
    public static async Task UpgradeAsync(NetworkStream stream, CancellationToken ending) =>
        await WriteAsync(stream, UpgradeTo(await ReadHeadAsync(stream, ending)), ending);

    /// <summary>Reads the head of a request, up to the empty line.</summary>
    public static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken ending)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, ending) > 0)
        {
            _ = head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>Writes text as Latin-1.</summary>
    public static async Task WriteAsync(NetworkStream stream, string text, CancellationToken ending) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), ending);

    /// <summary>Breaks the connection off with a reset.</summary>
    public static void Reset(NetworkStream stream)
    {
        stream.Socket.LingerState = new LingerOption(true, 0);
        stream.Socket.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
    }

    private static string UpgradeTo(string head)
    {
        const string Name = "sec-websocket-key:";
        int start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        string key = head[start..head.IndexOf('\r', start)].Trim();
#pragma warning disable CA5350
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        return $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n";
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _serve(client.GetStream(), _ending.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or System.IO.IOException)
            {
                // The client is gone, or the test is over.
            }
        }
    }
}
