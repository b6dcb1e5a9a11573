using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>A proxy on loopback that lets connections through by CONNECT, whatever the host, to ports of loopback.</summary>
internal sealed class ConnectProxy : IDisposable
{
    private readonly RawServer _server;
    private readonly ConcurrentQueue<string> _requests = new();

    public ConnectProxy() => _server = new RawServer(ServeAsync);

    /// <summary>Its URL.</summary>
    public Uri Url => new("http://127.0.0.1:" + _server.Port.ToString(CultureInfo.InvariantCulture));

    /// <summary>The user name and password that it wants, with a colon between; null for none.</summary>
    public string? Login { get; set; }

    /// <summary>The status that it refuses with; null where it refuses nothing.</summary>
    public int? Refuses { get; set; }

    /// <summary>The heads of the requests that came.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private async Task ServeAsync(NetworkStream stream, CancellationToken ending)
    {
        string head = await RawServer.ReadHeadAsync(stream, ending);
        _requests.Enqueue(head);
        bool isLoggedIn = Login is null
            || head.Contains("Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login)), StringComparison.OrdinalIgnoreCase);
        if (Refuses is not null || !isLoggedIn)
        {
            string answer = Refuses is { } status ? $"{status} Refused" : "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"";
            await RawServer.WriteAsync(stream, $"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", ending);
            return;
        }

        string authority = head.Split(' ')[1];
        using TcpClient there = new();
        await there.ConnectAsync("127.0.0.1", int.Parse(authority[(authority.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture), ending);
        await RawServer.WriteAsync(stream, "HTTP/1.1 200 Connection established\r\n\r\n", ending);
        _ = await Task.WhenAny(stream.CopyToAsync(there.GetStream(), ending), there.GetStream().CopyToAsync(stream, ending));
    }
}
