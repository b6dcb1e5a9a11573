using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.EndToEnd;

/// <summary>A whole stream over WebSocket, one message a frame in both directions and none signed, in one pipeline of the engine.</summary>
public sealed class WebSocketStreamTests : IAsyncLifetime, IDisposable
{
    // Each frame is sent when it is made, and its answer read before the next.
    private const string Script = """
        param($url, $audio, $end)
        $none = [System.Threading.CancellationToken]::None
        $socket = [System.Net.WebSockets.ClientWebSocket]::new()
        $socket.Options.Proxy = $null
        $null = $socket.ConnectAsync($url, $none).GetAwaiter().GetResult()
        try {
            $buffer = [byte[]]::new(65536)
            & { foreach ($piece in $audio) { , $piece }; if ($end) { , [byte[]]::new(0) } } |
                ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType application/octet-stream -AsByteStream | ForEach-Object {
                    MAKE
                    $null = $socket.SendAsync([System.ArraySegment[byte]]::new($_), 'Binary', $true, $none).GetAwaiter().GetResult()
                    $received = $socket.ReceiveAsync([System.ArraySegment[byte]]::new($buffer), $none).GetAwaiter().GetResult()
                    , [byte[]]$buffer[0..($received.Count - 1)]
                } | ConvertFrom-EventStreamFrame
            $null = $socket.CloseAsync('NormalClosure', $null, $none).GetAwaiter().GetResult()
        } finally {
            $socket.Dispose()
        }
        """;

    private static readonly byte[][] Audio = [[1], [.. Enumerable.Range(0, 3200).Select(i => (byte)i)], [.. Enumerable.Repeat((byte)7, 16_000)]];

    private readonly TranscribeServer _server = new();
    private readonly PowerShellSession _session = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Frames_go_both_ways()
    {
        IReadOnlyList<PSObject> messages = Run(string.Empty, end: true);

        Assert.Empty(_server.Refusals);
        Assert.All(messages, m => Assert.Equal("TranscriptEvent", new OutputObject(m).Text("EventType")));
        Assert.Equal(
            [
                .. Audio.Select(a => "{\"Transcript\":{\"Results\":[{\"IsPartial\":false,\"Alternatives\":[{\"Transcript\":\"" + TranscribeServer.TranscriptOf(a) + "\"}]}]}}"),
                "{\"Transcript\":{\"Total\":3}}",
            ],
            messages.Select(m => new OutputObject(m).Text("PayloadText")));
    }

    [Fact]
    public void A_broken_frame_is_noticed_and_the_exception_is_read()
    {
        IReadOnlyList<PSObject> messages = Run("$_[30] = $_[30] -bxor 1", end: false, [Audio[0]]);

        Assert.StartsWith("a checksum is wrong", Assert.Single(_server.Refusals), StringComparison.Ordinal);
        Assert.Equal("BadRequestException", new OutputObject(Assert.Single(messages)).Text("ExceptionType"));
    }

    [Fact]
    public void A_missing_end_is_noticed()
    {
        Assert.Equal(Audio.Length, Run(string.Empty, end: false).Count);

        Assert.Equal("the stream broke off: no event ended it", Assert.Single(_server.Refusals));
    }

    private IReadOnlyList<PSObject> Run(string make, bool end, byte[][]? audio = null) =>
        _session.Output(
            Script.Replace("MAKE", make, StringComparison.Ordinal), new Uri(_server.WebSocketUrl + TranscribeServer.WebSocketPath), audio ?? Audio, end);
}
