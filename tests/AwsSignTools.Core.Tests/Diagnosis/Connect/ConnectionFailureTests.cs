using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Findings;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis.Connect;

/// <summary>Connections that fail before there is an answer, and answers that are none.</summary>
public class ConnectionFailureTests
{
    private const string Query = "/?X-Amz-Security-Token=canary-canary-canary&X-Amz-Signature=0123456789abcdef0123456789abcdef";

    public static TheoryData<string> Schemes => ["ws", "wss", "http", "https"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_host_that_is_not_there(string scheme) =>
        await Fails($"{scheme}://no-such-host.invalid{Query}", ConnectionFailure.Dns, "ConnectHostUnknown");

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_port_at_which_nobody_listens(string scheme) =>
        await Fails($"{scheme}{Closed.Url["http".Length..]}{Query}", ConnectionFailure.Refused, "ConnectRefused");

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_server_that_never_answers(string scheme)
    {
        using RawServer server = new(static (_, ending) => Task.Delay(Timeout.Infinite, ending));

        Finding finding = await Fails($"{scheme}://127.0.0.1:{server.Port}{Query}", ConnectionFailure.Timeout, "ConnectTimedOut", Connecting.Hasty);

        Assert.Contains("within 1 s", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_server_that_breaks_off_with_a_reset(string scheme)
    {
        using RawServer server = new(static async (stream, ending) =>
        {
            _ = await stream.ReadAsync(new byte[1], ending);
            RawServer.Reset(stream);
        });

        _ = await Fails($"{scheme}://127.0.0.1:{server.Port}{Query}", ConnectionFailure.Reset, "ConnectReset");
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_server_that_ends_without_an_answer(string scheme)
    {
        using RawServer server = new(static (stream, ending) => stream.ReadAsync(new byte[8192], ending).AsTask());

        _ = await Fails($"{scheme}://127.0.0.1:{server.Port}{Query}", ConnectionFailure.Reset, "ConnectReset");
    }

    [Theory]
    [InlineData("ws", "SSH-2.0-OpenSSH_9.9\r\n\r\n")]
    [InlineData("ws", "\u001b[2J\u0000\u0001\u00ff garbage \r\n\r\n")]
    [InlineData("http", "220 smtp.example ESMTP\r\n\r\n")]
    [InlineData("http", "HTTP/1.1 200 OK\r\nno header at all\r\n\r\n")]
    public async Task Something_else_than_HTTP(string scheme, string answer)
    {
        using RawServer server = RawServer.Answering(answer);

        _ = await Fails($"{scheme}://127.0.0.1:{server.Port}{Query}", ConnectionFailure.Protocol, "ConnectProtocolInvalid");
    }

    [Fact]
    public async Task A_handshake_whose_accept_is_wrong()
    {
        using RawServer server = RawServer.Answering(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n");
        string url = $"ws://127.0.0.1:{server.Port}{Query}";

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(url, "ConnectProtocolInvalid");

        Assert.False(result.Connected);
        Assert.Equal(101, result.StatusCode);
        Assert.Equal(ConnectionFailure.Protocol, result.Failure);
        Assert.Contains("proxy", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wss")]
    [InlineData("https")]
    public async Task A_certificate_of_nobody_who_is_trusted(string scheme)
    {
        using TestAuthority authority = new();
        using ConnectService server = new("kinesisvideo", authority.Issue());

        Finding finding = await Fails($"{scheme}://localhost:{server.Port}{Query}", ConnectionFailure.Tls, "ConnectTlsUntrusted");

        Assert.Empty(server.Targets);
        if (!Connecting.IsNetStandard)
        {
            Assert.Contains(TestAuthority.Name, finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("wss")]
    [InlineData("https")]
    public async Task TLS_to_a_port_that_speaks_none(string scheme)
    {
        using ConnectService server = new("kinesisvideo");

        _ = await Fails($"{scheme}://127.0.0.1:{server.Port}{Query}", ConnectionFailure.Tls, "ConnectTlsFailed");
    }

    [Fact]
    public async Task No_TLS_to_a_port_that_wants_it_is_told_somehow()
    {
        using TestAuthority authority = new();
        using ConnectService server = new("kinesisvideo", authority.Issue());

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await Connecting.Diagnose($"ws://localhost:{server.Port}{Query}");

        Assert.False(result.Connected);
        _ = Assert.Single(findings);
    }

    [Theory]
    [InlineData("ws")]
    [InlineData("http")]
    public async Task A_huge_body_is_read_to_its_limit(string scheme)
    {
        using RawServer server = new(static async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await RawServer.WriteAsync(stream, "HTTP/1.1 403 Forbidden\r\nContent-Length: 100000000000\r\n\r\n", ending);
            string part = new('x', 65_536);
            while (true)
            {
                await RawServer.WriteAsync(stream, part, ending);
            }
        });

        (ConnectionResult result, _) = await Connecting.DiagnoseOne($"{scheme}://127.0.0.1:{server.Port}{Query}", "ConnectForbidden");

        Assert.Equal(16_384, result.Body!.Length);
    }

    [Theory]
    [InlineData("ws")]
    [InlineData("http")]
    public async Task A_body_that_drips_is_given_as_far_as_it_came(string scheme)
    {
        using RawServer server = new(static async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await RawServer.WriteAsync(stream, "HTTP/1.1 403 Forbidden\r\nContent-Length: 1000\r\n\r\nslow", ending);
            await Task.Delay(Timeout.Infinite, ending);
        });

        ConnectionOptions options = new() { TimeLimit = TimeSpan.FromSeconds(3) };
        (ConnectionResult result, _) = await Connecting.DiagnoseOne($"{scheme}://127.0.0.1:{server.Port}{Query}", "ConnectForbidden", options);

        Assert.Equal(403, result.StatusCode);
        Assert.Equal("slow", result.Body);
    }

    [Fact]
    public async Task A_head_that_drips_is_a_timeout()
    {
        using RawServer server = new(static async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            while (true)
            {
                await RawServer.WriteAsync(stream, "H", ending);
                await Task.Delay(Timeout.Infinite, ending);
            }
        });

        _ = await Fails($"ws://127.0.0.1:{server.Port}{Query}", ConnectionFailure.Timeout, "ConnectTimedOut", Connecting.Hasty);
    }

    [Theory]
    [InlineData("HTTP/1.1 403 \u001b[31m\r\nX: y\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\n\r\nabc")]
    [InlineData("HTTP/1.1 403 No\r\nContent-Type: text/html; charset=utf-99\r\nContent-Length: 3\r\n\r\n\u00ff\u00fe\u001b")]
    [InlineData("HTTP/1.1 403 No\r\nContent-Type: ;;;\r\nDate: yesterday\r\nLocation: ::\r\nContent-Length: 3\r\n\r\n\u0000\u0001\u0002")]
    [InlineData("HTTP/1.1 403 No\r\nx-amzn-ErrorType: #:\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task Strange_answers_are_read_without_harm(string answer)
    {
        using RawServer server = RawServer.Answering(answer);

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await Connecting.Diagnose($"ws://127.0.0.1:{server.Port}{Query}");

        Assert.False(result.Connected);
        _ = Assert.Single(findings);
        Assert.DoesNotContain('\u001b', $"{result.Body}{result.ReasonPhrase}{result.ErrorMessage}{result.FailureMessage}");
    }

    [Fact]
    public async Task Generated_answers_give_a_result()
    {
        Random random = new(20261123);
        string[] starts = ["", "HTTP/1.1 ", "HTTP/1.1 403 No\r\n", "HTTP/1.1 403 No\r\nContent-Length: 40\r\n\r\n", "HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\n"];
        byte[] answer = [];
        using RawServer server = new(async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await stream.WriteAsync(answer, ending);
        });
        for (int i = 0; i < 100; i++)
        {
            answer = [.. System.Text.Encoding.ASCII.GetBytes(starts[i % starts.Length]), .. Generated.Bytes(random, 100)];

            (ConnectionResult result, IReadOnlyList<Finding> findings) = await Connecting.Diagnose($"{(i % 2 == 0 ? "ws" : "http")}://127.0.0.1:{server.Port}{Query}");

            Assert.True(!result.Connected && findings.Count > 0, $"{Convert.ToHexString(answer)}: {result}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a url")]
    [InlineData("wss://")]
    [InlineData("wss://host:0/")]
    [InlineData("ftp://host/")]
    [InlineData("wss://user:canary@host/")]
    [InlineData("wss://host/?X-Amz-Signature=canarycanary#fragment")]
    public async Task A_url_that_is_none_is_told(string url)
    {
        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(url, "ConnectUrlInvalid");

        Assert.Equal(ConnectionFailure.Url, result.Failure);
        Assert.DoesNotContain("canary", $"{finding} {result.FailureMessage}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_character_of_a_url_ends_the_head_of_the_request()
    {
        string? head = null;
        using RawServer server = new(async (stream, ending) =>
        {
            head = await RawServer.ReadHeadAsync(stream, ending);
            await RawServer.WriteAsync(stream, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", ending);
        });

        (_, IReadOnlyList<Finding> findings) = await Connecting.Diagnose($"http://127.0.0.1:{server.Port}/a?b=\r\nX-Evil: 1\r\n&c=\u00e9 f");

        Assert.DoesNotContain(head!.Split("\r\n"), line => line.StartsWith("X-Evil", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(findings, f => f.Id == "ConnectUrlChanged");
    }

    [Theory]
    [InlineData("/%7Ea/../b/./c//d%2fe?x=%7e%41%2F%2f&y=a+b&z='!*()")]
    [InlineData("/connect?userArn=arn%3Aaws%3Achime&x=%C3%A9&empty=&=&&")]
    [InlineData("/a%20b?c=%25253A&d=%0D%0A")]
    [InlineData("?a=b")]
    public async Task What_is_sent_is_the_url_or_it_is_said_that_it_is_not(string pathAndQuery)
    {
        string? head = null;
        using RawServer server = new(async (stream, ending) =>
        {
            head = await RawServer.ReadHeadAsync(stream, ending);
            await RawServer.WriteAsync(stream, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", ending);
        });

        (_, IReadOnlyList<Finding> findings) = await Connecting.Diagnose($"http://127.0.0.1:{server.Port}{pathAndQuery}");

        string sent = head!.Split(' ')[1];
        string meant = pathAndQuery[0] == '/' ? pathAndQuery : "/" + pathAndQuery;
        Assert.Equal(sent != meant, findings.Any(f => f.Id == "ConnectUrlChanged"));
        Assert.True(sent == meant || Connecting.IsNetStandard, sent);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("user:pass word", false)]
    [InlineData("user:pass word", true)]
    public async Task A_proxy_lets_a_websocket_through(string? login, bool isInUrl)
    {
        using ConnectProxy proxy = new() { Login = login };
        using ConnectService server = new("kinesisvideo");
        Uri url = isInUrl ? new UriBuilder(proxy.Url) { UserName = "user", Password = "pass%20word" }.Uri : proxy.Url;
        System.Net.NetworkCredential? credential = login is null || isInUrl ? null : new("user", "pass word");

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await Connecting.Diagnose(
            Connecting.Sign(server), new ConnectionOptions { Proxy = url, ProxyCredential = credential, MessageWait = TimeSpan.FromMilliseconds(100) });

        Assert.True(result.Connected, $"{result} {result.FailureMessage} {string.Join("\n", proxy.Requests)}");
        Assert.Equal(proxy.Url, result.Proxy);
        Assert.Empty(findings);
        Assert.StartsWith($"CONNECT 127.0.0.1:{server.Port}", proxy.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wss", null, "ConnectProxyLogin")]
    [InlineData("https", null, "ConnectProxyLogin")]
    [InlineData("ws", null, "ConnectProxyLogin")]
    [InlineData("wss", 403, "ConnectProxyFailed")]
    [InlineData("https", 502, "ConnectProxyFailed")]
    public async Task A_proxy_that_does_not_let_it_through(string scheme, int? status, string id)
    {
        using ConnectProxy proxy = new() { Login = "user:password", Refuses = status };

        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(
            $"{scheme}://kinesisvideo.example{Query}", id, new ConnectionOptions { Proxy = proxy.Url });

        Assert.Equal(ConnectionFailure.Proxy, result.Failure);
        Assert.Equal(proxy.Url, finding.Target);
        if (status is { } known)
        {
            Assert.Contains(known.ToString(CultureInfo.InvariantCulture), finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("wss")]
    [InlineData("http")]
    public async Task A_proxy_that_is_not_there(string scheme)
    {
        (ConnectionResult result, _) = await Connecting.DiagnoseOne(
            $"{scheme}://kinesisvideo.example{Query}", "ConnectProxyFailed", new ConnectionOptions { Proxy = new Uri(Closed.Url) });

        Assert.Equal(ConnectionFailure.Proxy, result.Failure);
    }

    private static async Task<Finding> Fails(string url, ConnectionFailure failure, string id, ConnectionOptions? options = null)
    {
        (ConnectionResult result, Finding finding) = await Connecting.DiagnoseOne(url, id, options);
        Assert.False(result.Connected);
        Assert.Equal(failure, result.Failure);
        Assert.Null(result.StatusCode);
        Assert.NotNull(result.FailureMessage);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Assert.Equal("failed: " + failure, result.ToString());
        return finding;
    }
}
