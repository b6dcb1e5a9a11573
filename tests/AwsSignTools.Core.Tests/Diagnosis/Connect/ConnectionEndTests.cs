using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis.Connect;

/// <summary>Servers that never come to an end: the answer is reported as far as it came, and nothing of the connection outlives the test of it.</summary>
public sealed class ConnectionEndTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(1);

    // A frame whose length is 2^62, and 4 KiB of its contents: more follows for ever.
    private static readonly byte[] EndlessFrame = [0x82, 127, 0x40, 0, 0, 0, 0, 0, 0, 0, .. new byte[4096]];
    private static readonly byte[] Fragment = [0x01, 1, (byte)'a'];
    private static readonly byte[] NextFragment = [0x00, 1, (byte)'b'];
    private static readonly byte[] EmptyFragment = [0x00, 0];
    private static readonly byte[] Ping = [0x89, 4, 1, 2, 3, 4];
    private static readonly byte[] ShortMessage = [0x81, 2, (byte)'h', (byte)'i'];

    public static TheoryData<string, int> WebSockets => new()
    {
        { "an endless message", 65_536 },
        { "an endless message in fragments", 65_536 },
        { "empty fragments", 1 },
        { "a message that drips", 1 },
        { "the first bytes of a huge frame", 4096 },
        { "pings", -1 },
        { "messages", 2 },
        { "nothing, and no answer to the close", -1 },
    };

    [Theory]
    [MemberData(nameof(WebSockets))]
    public async Task A_WebSocket_that_never_ends_was_opened_and_is_closed(string sends, int received)
    {
        TaskCompletionSource closed = new();
        using RawServer server = RawServer.Upgrading([], (stream, ending) => ServeAsync(closed, () => sends switch
        {
            "an endless message" => RepeatAsync(stream, EndlessFrame, new byte[4096], ending),
            "an endless message in fragments" => RepeatAsync(stream, Fragment, Many(NextFragment), ending),
            "empty fragments" => RepeatAsync(stream, Fragment, Many(EmptyFragment), ending),
            "a message that drips" => RepeatAsync(stream, Fragment, [], ending),
            "the first bytes of a huge frame" => RepeatAsync(stream, EndlessFrame, [], ending),
            "pings" => RepeatAsync(stream, [], Many(Ping), ending),
            "messages" => RepeatAsync(stream, [], Many(ShortMessage), ending),
            _ => RepeatAsync(stream, [], [], ending),
        }));

        ConnectionResult result = await Connecting.Run($"ws://127.0.0.1:{server.Port}/", Connecting.Patient).WaitAsync(Guard);

        AssertNoConnection(server.Port);
        Assert.True(result.Connected, $"{result} {result.FailureMessage}");
        Assert.Equal(101, result.StatusCode);
        Assert.Equal(ConnectionFailure.None, result.Failure);
        Assert.Equal(received, result.FirstMessage switch { string text => text.Length, byte[] bytes => bytes.Length, _ => -1 });
        await closed.Task.WaitAsync(Guard);
    }

    [Theory]
    [InlineData("http", "a body", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1000\r\n", 200)]
    [InlineData("http", "a body of a length", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "", 200)]
    [InlineData("http", "a body to the end", "HTTP/1.1 403 Forbidden\r\n\r\n", "", 403)]
    [InlineData("http", "the body of a redirection", "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 99999999999\r\n\r\n", "", 302)]
    [InlineData("ws", "the body of a redirection", "HTTP/1.1 302 Found\r\nContent-Length: 99999999999\r\n\r\n", "", 302)]
    [InlineData("ws", "the body of a refusal", "HTTP/1.1 403 Forbidden\r\nContent-Length: 99999999999\r\n\r\n", "", 403)]
    public async Task A_body_that_never_ends_is_read_in_part(string scheme, string what, string head, string chunk, int status)
    {
        TaskCompletionSource closed = new();
        byte[] body = [.. Encoding.ASCII.GetBytes(chunk), .. Enumerable.Repeat((byte)'x', 4096), .. Encoding.ASCII.GetBytes(chunk.Length > 0 ? "\r\n" : string.Empty)];
        using RawServer server = new((stream, ending) => ServeAsync(closed, async () =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await RepeatAsync(stream, Encoding.ASCII.GetBytes(head), body, ending);
        }));

        ConnectionResult result = await Connecting.Run($"{scheme}://127.0.0.1:{server.Port}/", Connecting.Patient).WaitAsync(Guard);

        Assert.Equal((what, status), (what, result.StatusCode));
        Assert.Equal(ConnectionFailure.None, result.Failure);
        Assert.Equal(new string('x', 16 * 1024), result.Body);
        await closed.Task.WaitAsync(Guard);
        AssertNoConnection(server.Port);
    }

    [Theory]
    [InlineData("http", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\npart", 200)]
    [InlineData("http", "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n", 403)]
    [InlineData("ws", "HTTP/1.1 403 Forbidden\r\nContent-Length: 99999999999\r\n\r\npart", 403)]
    [InlineData("http", "HTTP/1.1 200 OK\r\nX-Header: ", null)]
    [InlineData("ws", "HTTP/1.1 101 Switching Protocols\r\nX-Header: ", null)]
    public async Task An_answer_that_stops_is_reported_as_far_as_it_came(string scheme, string answer, int? status)
    {
        TaskCompletionSource closed = new();
        using RawServer server = new((stream, ending) => ServeAsync(closed, async () =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await RepeatAsync(stream, Encoding.ASCII.GetBytes(answer), [], ending);
        }));

        ConnectionResult result = await Connecting.Run($"{scheme}://127.0.0.1:{server.Port}/", Connecting.Hasty).WaitAsync(Guard);

        AssertNoConnection(server.Port);
        Assert.Equal(status, result.StatusCode);
        Assert.Equal(status is null ? ConnectionFailure.Timeout : ConnectionFailure.None, result.Failure);
        Assert.Equal(status is null ? null : "part", result.Body);
        await closed.Task.WaitAsync(Guard);
    }

    [Theory]
    [InlineData("http", "HTTP/1.1 200 OK\r\n", "X-Header: x\r\n")]
    [InlineData("ws", "HTTP/1.1 101 Switching Protocols\r\n", "X-Header: x\r\n")]
    [InlineData("http", "", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("ws", "", "HTTP/1.1 103 Early Hints\r\n\r\n")]
    [InlineData("http", "HTTP/1.1 200 ", "OK")]
    public async Task A_head_that_never_ends_is_a_failure(string scheme, string start, string part)
    {
        TaskCompletionSource closed = new();
        using RawServer server = new((stream, ending) => ServeAsync(closed, async () =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await RepeatAsync(stream, Encoding.ASCII.GetBytes(start), Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 64))), ending);
        }));

        ConnectionResult result = await Connecting.Run($"{scheme}://127.0.0.1:{server.Port}/", Connecting.Hasty).WaitAsync(Guard);

        AssertNoConnection(server.Port);
        Assert.NotEqual(ConnectionFailure.None, result.Failure);
        await closed.Task.WaitAsync(Guard);
    }

    [Theory]
    [InlineData("an endless message")]
    [InlineData("nothing")]
    [InlineData("no answer")]
    public async Task Nothing_is_left_after_a_stop(string sends)
    {
        TaskCompletionSource closed = new();
        TaskCompletionSource begun = new();
        using RawServer server = new((stream, ending) => ServeAsync(closed, async () =>
        {
            if (sends != "no answer")
            {
                await RawServer.UpgradeAsync(stream, ending);
            }

            begun.SetResult();
            await RepeatAsync(stream, [], sends == "an endless message" ? [0x82, 126, 0x10, 0, .. new byte[4096]] : [], ending);
        }));
        using CancellationTokenSource stop = new();
        Task<ConnectionResult> running = ConnectionTest.RunAsync(
            $"ws://127.0.0.1:{server.Port}/", new ConnectionOptions { TimeLimit = Guard, MessageWait = Guard }, stop.Token);
        await begun.Task.WaitAsync(Guard);

        await stop.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Guard));
        AssertNoConnection(server.Port);
        await closed.Task.WaitAsync(Guard);
    }

    // Sends until the client closes.
    private static async Task ServeAsync(TaskCompletionSource closed, Func<Task> serve)
    {
        try
        {
            await serve();
            closed.SetResult();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            closed.SetResult();
        }
    }

    private static async Task RepeatAsync(NetworkStream stream, byte[] first, byte[] again, CancellationToken ending)
    {
        await stream.WriteAsync(first, ending);
        if (again.Length == 0)
        {
            while (await stream.ReadAsync(new byte[1024], ending) > 0)
            {
            }

            return;
        }

        while (true)
        {
            await stream.WriteAsync(again, ending);
        }
    }

    private static byte[] Many(byte[] frame) => [.. Enumerable.Repeat(frame, 512).SelectMany(static f => f)];

    // Of the client's ends of connections to the port, none may be established.
    private static void AssertNoConnection(int port)
    {
        if (OperatingSystem.IsLinux())
        {
            string remote = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
            Assert.DoesNotContain(
                File.ReadAllLines("/proc/net/tcp").Concat(File.ReadAllLines("/proc/net/tcp6")),
                line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var parts && parts[2].EndsWith(remote, StringComparison.Ordinal) && parts[3] == "01");
        }
    }
}
