using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Findings;
using AwsSignTools.Module.Tests.Services;
using Xunit;
using SdkHeader = Amazon.Runtime.EventStreams.EventStreamHeader;
using SdkMessage = Amazon.Runtime.EventStreams.EventStreamMessage;

namespace AwsSignTools.Core.Tests.Diagnosis.Connect;

public class WebSocketConnectionTests
{
    [Theory]
    [InlineData("kinesisvideo")]
    [InlineData("chime")]
    [InlineData("transcribe")]
    [InlineData("iotdevicegateway")]
    public async Task A_signed_url_is_connected_to_as_it_is(string service)
    {
        using ConnectService server = new(service) { SessionToken = "a/session+token==" };
        string url = Connecting.Sign(server);

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await Connecting.Diagnose(url);

        Assert.True(result.Connected, $"{result} {result.FailureMessage} {result.Body}");
        Assert.Equal(101, result.StatusCode);
        Assert.Equal(ConnectionFailure.None, result.Failure);
        Assert.Null(result.FailureMessage);
        Assert.Null(result.FirstMessage);
        Assert.Null(result.CloseCode);
        Assert.InRange(result.HandshakeTime!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
        Assert.Empty(findings);
        Assert.Equal(url[server.WebSocketUrl.Length..], Assert.Single(server.Targets));
        Assert.Equal(service == "iotdevicegateway" ? "mqtt" : null, Assert.Single(server.Protocols));
        Assert.StartsWith("connected: 101", result.ToString(), StringComparison.Ordinal);
        if (!Connecting.IsNetStandard)
        {
            Assert.Equal(server.Port, result.RemoteAddress!.Port);
            Assert.NotNull(result.ServerDate);
            Assert.InRange(result.ClockSkew!.Value.TotalSeconds, -30, 30);
        }
    }

    [Fact]
    public async Task The_first_message_ends_the_wait()
    {
        using ConnectService server = new("kinesisvideo")
        {
            Talk = static socket => socket.SendAsync(Encoding.UTF8.GetBytes("{\"hello\":\u001b[31m}"), WebSocketMessageType.Text, true, default),
        };

        ConnectionResult result = await Connecting.Run(Connecting.Sign(server), Connecting.Waiting);

        Assert.True(result.Connected);
        Assert.Equal("{\"hello\":\uFFFD[31m}", result.FirstMessage);
        Assert.Null(result.CloseCode);
    }

    [Fact]
    public async Task A_first_message_of_bytes_is_given_as_bytes_and_a_long_one_cut()
    {
        byte[] sent = [.. Enumerable.Range(0, 200_000).Select(i => (byte)i)];
        using ConnectService server = new("kinesisvideo")
        {
            Talk = socket => socket.SendAsync(sent, WebSocketMessageType.Binary, true, default),
        };

        ConnectionResult result = await Connecting.Run(Connecting.Sign(server), Connecting.Waiting);

        byte[] message = Assert.IsType<byte[]>(result.FirstMessage);
        Assert.Equal(65_536, message.Length);
        Assert.Equal(sent[..65_535], message[..65_535]);
        Assert.Null(result.FirstEvent);
    }

    [Theory]
    [InlineData(4401, "ChimeSessionUnauthorized", FindingSeverity.Error)]
    [InlineData(4002, "ChimeSessionRefused", FindingSeverity.Error)]
    [InlineData(4003, "ChimeSessionKicked", FindingSeverity.Error)]
    [InlineData(1001, "ChimeSessionEnded", FindingSeverity.Warning)]
    [InlineData(1011, "ChimeSessionEnded", FindingSeverity.Warning)]
    [InlineData(1012, "ChimeSessionEnded", FindingSeverity.Warning)]
    [InlineData(1014, "ChimeSessionEnded", FindingSeverity.Warning)]
    [InlineData(4500, "ChimeSessionEnded", FindingSeverity.Warning)]
    public async Task A_close_code_of_Chime_is_explained(int code, string id, FindingSeverity severity)
    {
        using RawServer server = RawServer.Upgrading([0x88, 5, (byte)(code >> 8), (byte)code, (byte)'b', (byte)'y', (byte)'e']);
        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(Url(server.Port, "chime"), id, Connecting.Waiting);

        Assert.True(result.Connected);
        Assert.Equal(code, result.CloseCode);
        Assert.Equal("bye", result.CloseReason);
        Assert.Equal(severity, finding.Severity);
        Assert.Equal(code, finding.Target);
        Assert.Contains("'bye'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_and_the_close_right_behind_it_are_both_told()
    {
        using ConnectService server = new("chime")
        {
            Talk = static async socket =>
            {
                await socket.SendAsync("sorry"u8.ToArray(), WebSocketMessageType.Text, true, default);
                await socket.CloseOutputAsync((WebSocketCloseStatus)4401, null, default);
            },
        };

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server), "ChimeSessionUnauthorized", Connecting.Waiting);

        Assert.Equal("sorry", result.FirstMessage);
        Assert.Equal(4401, result.CloseCode);
        Assert.Contains(Connecting.UserArn, finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kinesisvideo", "ConnectClosed")]
    [InlineData("chime", "ChimeSessionEnded")]
    public async Task A_connection_that_breaks_off_is_told_as_1006(string service, string id)
    {
        using RawServer server = RawServer.Upgrading([], static (_, _) => Task.CompletedTask);

        (ConnectionResult result, _) = await Connecting.DiagnoseOne(Url(server.Port, service), id, Connecting.Waiting);

        Assert.True(result.Connected);
        Assert.Equal(1006, result.CloseCode);
    }

    [Fact]
    public async Task A_close_without_a_code_is_told_as_1000_which_is_what_it_means_to_the_platform()
    {
        using RawServer server = RawServer.Upgrading([0x88, 0]);

        (ConnectionResult result, _) = await Connecting.DiagnoseOne($"ws://127.0.0.1:{server.Port}/", "ConnectClosed", Connecting.Waiting);

        Assert.Equal(1000, result.CloseCode);
    }

    [Fact]
    public async Task Frames_that_break_the_protocol_are_a_failure_of_the_protocol()
    {
        using RawServer server = RawServer.Upgrading([0xFF, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);

        (ConnectionResult result, _) = await Connecting.DiagnoseOne($"ws://127.0.0.1:{server.Port}/", "ConnectProtocolInvalid", Connecting.Waiting);

        Assert.True(result.Connected);
        Assert.Equal(ConnectionFailure.Protocol, result.Failure);
    }

    [Fact]
    public async Task A_server_that_does_not_take_part_in_closing_does_not_hold_it_up()
    {
        using RawServer server = RawServer.Upgrading([], static (_, ending) => Task.Delay(Timeout.Infinite, ending));

        ConnectionResult result = await Connecting.Run($"ws://127.0.0.1:{server.Port}/", Connecting.Patient);

        Assert.True(result.Connected);
        Assert.Null(result.CloseCode);
        Assert.Equal(ConnectionFailure.None, result.Failure);
    }

    [Fact]
    public async Task The_time_limit_ends_the_wait_for_a_message_and_is_no_failure()
    {
        using RawServer server = RawServer.Upgrading([]);

        ConnectionResult result = await Connecting.Run(
            $"ws://127.0.0.1:{server.Port}/", new ConnectionOptions { TimeLimit = TimeSpan.FromSeconds(2), MessageWait = TimeSpan.FromSeconds(60) });

        Assert.True(result.Connected, $"{result} {result.FailureMessage}");
        Assert.Equal(ConnectionFailure.None, result.Failure);
    }

    [Theory]
    [InlineData("BadRequestException", "The security token included in the request is invalid.", "session token")]
    [InlineData("BadRequestException", "The language code is not supported.", "language-code")]
    [InlineData("LimitExceededException", "You have reached your limit of concurrent streams.", "quota")]
    public async Task An_exception_of_Transcribe_as_the_first_message_is_read(string type, string words, string remedy)
    {
        SdkMessage message = new(
            [Header(":message-type", "exception"), Header(":exception-type", type), Header(":content-type", "application/json")],
            Encoding.UTF8.GetBytes($"{{\"Message\":\"{words}\"}}"));
        byte[] frame = message.ToByteArray();
        using ConnectService server = new("transcribe")
        {
            Talk = async socket =>
            {
                await socket.SendAsync(frame, WebSocketMessageType.Binary, true, default);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
            },
        };

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(Connecting.Sign(server), "ConnectStreamRefused", Connecting.Waiting);

        Assert.Equal(frame, result.FirstMessage);
        Assert.Equal(type, result.FirstEvent!.ExceptionType);
        Assert.Equal(type, finding.Target);
        Assert.Contains($"'{words}'", finding.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_be_stopped_is_to_end_at_once()
    {
        using RawServer server = new(static (_, ending) => Task.Delay(Timeout.Infinite, ending));
        using CancellationTokenSource stop = new();
        Task<ConnectionResult> running = ConnectionTest.RunAsync($"ws://127.0.0.1:{server.Port}/", new ConnectionOptions { TimeLimit = TimeSpan.FromMinutes(5) }, stop.Token);
        while (server.Connections == 0)
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ConnectionTest.RunAsync("ws://127.0.0.1:1/", null, stop.Token));
    }

    private static string Url(int port, string service) =>
        $"ws://127.0.0.1:{port}/connect?X-Amz-Credential=AKIA%2F20260101%2Fus-west-2%2F{service}%2Faws4_request&userArn={Uri.EscapeDataString(Connecting.UserArn)}&X-Amz-Signature={new string('a', 64)}";

    private static SdkHeader Header(string name, string value)
    {
        SdkHeader header = new(name);
        header.SetString(value);
        return header;
    }
}
