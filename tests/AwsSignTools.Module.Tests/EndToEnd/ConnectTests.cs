using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Diagnosis;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Help;
using AwsSignTools.Module.Tests.Isolation;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.EndToEnd;

/// <summary>
/// Test-AwsSignedUrl -Connect, from the cmdlet over the network to servers on loopback that check signatures and refuse as the services do, and back
/// to what it says of it. What each rule says in each case is tested with the rules.
/// </summary>
public sealed class ConnectTests : IDisposable
{
    private const string Channel = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1234567890123";

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("kinesisvideo")]
    [InlineData("chime")]
    public void What_the_service_takes_is_connected_to(string service)
    {
        using ConnectService server = new(service);

        PSObject report = Connect(Sign(server), server);

        Assert.Empty(ConnectIds(report));
        Assert.Equal((true, true, 101), (report.Properties["SignatureValid"].Value, Of(report, "Connected"), Of(report, "StatusCode")));
        Assert.Null(Of(report, "CloseCode"));
        Assert.InRange((TimeSpan)Of(report, "HandshakeTime")!, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
        Assert.Single(server.Targets);
    }

    [Theory]
    [InlineData("secret", 403, "ConnectForbiddenSignature")]
    [InlineData("key", 403, "ConnectCredentialUnknown")]
    [InlineData("ended", 403, "ConnectCredentialExpired")]
    [InlineData("region", 403, "ConnectScopeWrong")]
    [InlineData("old", 403, "ConnectUrlExpired")]
    [InlineData("cut", 403, "ConnectUrlIncomplete")]
    [InlineData("permission", 403, "ConnectForbiddenPermission")]
    [InlineData("no word", 403, "ConnectForbidden")]
    [InlineData("role", 400, "ConnectBadRequestRole")]
    [InlineData("channel", 404, "ConnectChannelNotFound")]
    [InlineData("throttled", 429, "ConnectThrottled")]
    [InlineData("broken", 503, "ConnectServiceFailed")]
    public void A_refusal_is_explained(string mistake, int status, string id)
    {
        using ConnectService server = new("kinesisvideo");
        string url = mistake switch
        {
            "secret" => Sign(server, s => s with { Secret = "another" }),
            "key" => Sign(server, s => s with { AccessKey = "AKIAOTHER" }),
            "region" => Sign(server, s => s with { Region = "eu-west-1" }),
            "old" => Sign(server, s => s with { Date = Amz(DateTimeOffset.UtcNow.AddMinutes(-10)) }),
            "cut" => Sign(server)[..80],
            _ => Sign(server),
        };
        server.IsTokenExpired = mistake == "ended";
        server.DeniedAction = mistake == "permission" ? "kinesisvideo:ConnectAsViewer" : null;
        server.IsForMaster = mistake == "role" ? true : null;
        server.ChannelArn = mistake == "channel" ? Channel + "4" : null;
        server.Fault = mistake switch
        {
            "no word" => Answer.Text(string.Empty, 403),
            "throttled" => Answer.Text(string.Empty, 429),
            "broken" => Answer.Text(string.Empty, 503),
            _ => null,
        };

        PSObject report = Connect(url, server);

        Assert.Equal([id], ConnectIds(report));
        Assert.Equal((false, status), (Of(report, "Connected"), Of(report, "StatusCode")));
        Assert.Equal(false, report.Properties["Valid"].Value);
        Assert.StartsWith($"refused: {status}", report.Properties["Connection"].Value.ToString(), StringComparison.Ordinal);
        Assert.Equal(server.Fault is null ? "5a8c0de2-1f6b-4d2e-9b1c-0123456789ab" : null, Of(report, "RequestId"));
        Assert.Equal(false, _session.Single("param($url) Test-AwsSignedUrl $url -Connect -Quiet", url).BaseObject);
    }

    [Fact]
    public void What_Chime_closes_with_is_explained()
    {
        using ConnectService server = new("chime")
        {
            Talk = static socket => socket.CloseOutputAsync((WebSocketCloseStatus)4401, "Unauthorized", CancellationToken.None),
        };

        PSObject report = Connect(Sign(server), server);

        Assert.Equal(["ChimeSessionUnauthorized"], ConnectIds(report));
        Assert.Equal((true, 4401, "Unauthorized"), (Of(report, "Connected"), Of(report, "CloseCode"), Of(report, "CloseReason")));
        Assert.Equal(false, report.Properties["Valid"].Value);
    }

    [Fact]
    public void A_first_message_is_given()
    {
        using ConnectService server = new("chime")
        {
            Talk = static socket => socket.SendAsync("{\"type\":\"SESSION_ESTABLISHED\"}"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None),
        };

        Assert.Equal("{\"type\":\"SESSION_ESTABLISHED\"}", Of(Connect(Sign(server), server), "FirstMessage"));
    }

    [Theory]
    [InlineData(10, "UrlExpired")]
    [InlineData(-10, "UrlNotYetValid")]
    public void A_clock_that_is_off_is_measured_by_the_servers_own(int minutes, string refusal)
    {
        using ConnectService server = new("kinesisvideo") { ClockOffset = TimeSpan.FromMinutes(minutes) };

        PSObject report = Connect(Sign(server), server);

        Assert.Equal(["ConnectClockSkewed", "Connect" + refusal], ConnectIds(report));
        Assert.InRange(((TimeSpan)Of(report, "ClockSkew")!).TotalMinutes, minutes - 1, minutes + 1);
    }

    [Fact]
    public void A_server_that_hangs_is_left_at_the_time_limit()
    {
        using RawServer server = new(static (_, ending) => Task.Delay(Timeout.Infinite, ending));

        PSObject report = _session.Single("param($url) Test-AwsSignedUrl $url -Connect -TimeoutSec 1", Sign(server.Port));

        Assert.Equal(["ConnectTimedOut"], ConnectIds(report));
        Assert.Equal(("Timeout", false), (Of(report, "Failure")!.ToString(), Of(report, "Connected")));
    }

    [Fact]
    public async Task Control_C_stops_a_connection_that_hangs()
    {
        using RawServer server = new(static (_, ending) => Task.Delay(Timeout.Infinite, ending));

        (PSInvocationState state, IReadOnlyList<PSObject> output, IReadOnlyList<ErrorRecord> errors, TimeSpan took) = await _session.RunAndStop(
            $"Test-AwsSignedUrl '{Sign(server.Port)}' -Connect -TimeoutSec 300; 'went on'",
            () => Assert.True(SpinWait.SpinUntil(() => server.Connections > 0, TimeSpan.FromSeconds(30)), "Nobody connected."));

        Assert.Equal(PSInvocationState.Stopped, state);
        Assert.Empty(output);
        Assert.Empty(errors);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_connection_that_is_reset_is_told_so()
    {
        using RawServer server = new(static async (stream, ending) =>
        {
            _ = await stream.ReadAsync(new byte[1], ending);
            RawServer.Reset(stream);
        });

        Assert.Equal(["ConnectReset"], ConnectIds(Connect(Sign(server.Port))));
        Assert.Equal(["ConnectRefused"], ConnectIds(Connect(Sign(new Uri(Closed.Url).Port))));
    }

    [Fact]
    public void A_proxy_is_gone_through_with_its_login()
    {
        using ConnectService server = new("kinesisvideo");
        using ConnectProxy proxy = new() { Login = "me:pass word" };
        const string Script = "param($url, $proxy, $login) Test-AwsSignedUrl $url -Connect -Proxy $proxy";

        PSObject report = _session.Single(Script + " -ProxyCredential $login", Sign(server), proxy.Url, new PSCredential("me", Secure("pass word")));
        PSObject refused = _session.Single(Script, Sign(server), proxy.Url);

        Assert.Equal((true, proxy.Url), (Of(report, "Connected"), Of(report, "Proxy")));
        Assert.StartsWith($"CONNECT 127.0.0.1:{server.Port} ", proxy.Requests[0], StringComparison.Ordinal);
        Assert.Equal(["ConnectProxyLogin"], ConnectIds(refused));
        Assert.Single(server.Targets);
    }

    [Fact]
    public void A_certificate_that_is_not_trusted_ends_it_before_anything_is_sent()
    {
        using TestAuthority authority = new();
        using ConnectService server = new("kinesisvideo", authority.Issue());

        PSObject report = Connect(Sign(server), server);

        Assert.Equal(["ConnectTlsUntrusted"], ConnectIds(report));
        Assert.Equal((true, "Tls"), (report.Properties["SignatureValid"].Value, Of(report, "Failure")!.ToString()));
        Assert.Empty(server.Targets);
    }

    [LinuxFact]
    public async Task Nothing_of_a_connection_outlives_the_command()
    {
        byte[] head = [0x82, 127, 0x40, 0, 0, 0, 0, 0, 0, 0];
        using RawServer server = RawServer.Upgrading(head, static async (stream, ending) =>
        {
            while (true)
            {
                await stream.WriteAsync(new byte[4096], ending);
            }
        });

        // A thread that never ends is busy every time; the engine's own, such as its compiler's, are busy for a while, which is long on a busy machine.
        ShellResult result = (await TestShell.Run(
            TestShell.ImportModule + $$"""
                function Get-Socket { @(Get-ChildItem -LiteralPath /proc/self/fd -ErrorAction Ignore | Where-Object { $_.Target -like 'socket:*' }).Count }
                function Get-BusyThread {
                    $script:times = @{}
                    $own = [int](Get-Content -LiteralPath /proc/thread-self/stat).Split(' ')[0]
                    foreach ($pass in 1, 2) {
                        foreach ($thread in [System.IO.Directory]::GetDirectories('/proc/self/task')) {
                            if ([int](Split-Path -Leaf $thread) -in $own, $PID) { continue }
                            $stat = try { [System.IO.File]::ReadAllText("$thread/stat") } catch { continue }
                            $spent = [int]$stat.Substring($stat.LastIndexOf(')')).Split(' ')[12]
                            if ($pass -eq 1) { $times[$thread] = $spent } elseif ($times.ContainsKey($thread) -and $spent - $times[$thread] -gt 2) { $thread }
                        }
                        Start-Sleep -Milliseconds 500
                    }
                }

                $before = Get-Socket
                foreach ($time in 1..3) {
                    $report = Test-AwsSignedUrl 'ws://127.0.0.1:{{server.Port}}/' -Connect
                    "sockets=$((Get-Socket) - $before)"
                    "answer=$($report.Connection) $($report.Connection.FirstMessage.Length)"
                }
                $end = [datetime]::UtcNow.AddSeconds(90)
                $busy = @(Get-BusyThread)
                while ($busy -and [datetime]::UtcNow -lt $end) { $now = @(Get-BusyThread); $busy = @($busy | Where-Object { $_ -in $now }) }
                "busy=$($busy.Count)"
                """)).WithoutErrors();

        Assert.Equal(["0", "0", "0"], result.Values("sockets"));
        Assert.All(result.Values("answer"), static a => Assert.Equal("connected: 101 Switching Protocols 65536", a));
        Assert.Equal("0", result.Value("busy"));
    }

    [LinuxFact]
    public async Task A_certificate_that_is_trusted_is_no_matter()
    {
        using TestAuthority authority = new();
        using TemporaryFolder folder = new();
        using ConnectService server = new("kinesisvideo", authority.Issue());
        authority.WriteTo(folder.PathOf("ca.pem"));
        using EnvironmentScope environment = new(("SSL_CERT_FILE", folder.PathOf("ca.pem")));

        ShellResult result = await TestShell.Run(
            TestShell.ImportModule + $"$r = Test-AwsSignedUrl '{Sign(server)}' -Connect -AccessKey {server.AccessKey} -SecretKey '{server.SecretKey}'\n\"$r $($r.SignatureValid) $($r.Connection) $($r.Findings.Count)\"\n");

        Assert.StartsWith("Valid True connected: 101", Assert.Single(result.Lines), StringComparison.Ordinal);
        Assert.EndsWith(" 0", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("HEAD", true)]
    [InlineData("PUT", false)]
    [InlineData("POST", false)]
    [InlineData("PATCH", false)]
    [InlineData("delete", false)]
    public void A_request_that_may_change_something_is_not_sent_and_its_headers_are_where_it_is(string method, bool isSent)
    {
        string? headers = null;
        using ConnectService server = new("execute-api")
        {
            Instead = context =>
            {
                headers = $"{context.Request.Method} {context.Request.Headers["X-Amz-Meta-N"]} {context.Request.Headers.ContentType}";
                return context.Response.CompleteAsync();
            },
        };
        string sign = $"New-AwsSignedUrl {server.HttpUrl}/demo -Service execute-api -Region us-west-2 -Method {method} -Headers @{{ 'X-Amz-Meta-N' = 5; 'Content-Type' = 'text/plain' }} {Sample.Keys}";

        PSObject report = _session.Single($"{sign} | Test-AwsSignedUrl -Connect {Sample.Keys}");
        PSObject asText = _session.Single($"Test-AwsSignedUrl \"$({sign})\" -Connect {Sample.Keys} -Method {method} -Headers @{{ 'x-amz-meta-n' = 5; 'content-type' = 'text/plain' }}");

        Assert.All([report, asText], r =>
        {
            Assert.Equal(isSent ? [] : ["ConnectNotSent"], ConnectIds(r));
            Assert.Equal((true, true, isSent), (r.Properties["Valid"].Value, r.Properties["SignatureValid"].Value, Of(r, "Connected")));
        });
        Assert.Equal(isSent ? 2 : 0, server.Targets.Count);
        Assert.Equal(isSent ? method + " 5 text/plain" : null, headers);
    }

    [Fact]
    public void A_plain_request_is_answered_and_its_answer_shown()
    {
        using ConnectService server = new("execute-api");
        TextHost host = new();
        using PowerShellSession session = new(host);

        _ = session.Run("param($url) Test-AwsSignedUrl $url -Connect | Out-Host", Sign(server)).WithoutErrors();
        Assert.Contains("Connection     : connected: 200 OK\n", host.TakeText(), StringComparison.Ordinal);

        _ = session.Run("param($url) Test-AwsSignedUrl $url -Connect | Out-Host", Sign(server, s => s with { Secret = "another" })).WithoutErrors();
        string text = host.TakeText();
        Assert.Contains("Connection     : refused: 403 InvalidSignatureException\n", text, StringComparison.Ordinal);
        Assert.Contains("Findings       : Error ConnectForbiddenSignature\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_url_is_not_connected_to_and_the_next_is()
    {
        using ConnectService server = new("execute-api");

        ScriptResult result = _session.Run("param($urls) $urls | Test-AwsSignedUrl -Connect", (object)new[] { "nowhere", Sign(server), " " }).WithoutErrors();

        Assert.Equal(["Invalid: UrlInvalid", "Valid", "Invalid: UrlInvalid"], result.Output.Select(r => r.ToString()));
        Assert.Equal([false, true, false], result.Output.Select(r => r.Properties["Connection"].Value is not null));
    }

    [Fact]
    public void Without_Connect_nothing_is_sent()
    {
        using ConnectService server = new("execute-api");

        Assert.Null(_session.Single("param($url) Test-AwsSignedUrl $url", Sign(server)).Properties["Connection"].Value);
        Assert.Empty(server.Targets);
    }

    private static string Sign(ConnectService server, Func<FaultySigner, FaultySigner>? mistake = null)
    {
        string url = server.Service == "execute-api" ? server.HttpUrl : server.WebSocketUrl;
        FaultySigner right = new()
        {
            Scheme = url.Split(':')[0],
            Host = url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..],
            Path = server.Service switch { "kinesisvideo" => "/", "chime" => "/connect", _ => "/demo" },
            Service = server.Service,
            AccessKey = server.AccessKey,
            Secret = server.SecretKey,
            Date = Amz(DateTimeOffset.UtcNow),
            Query = server.Service switch
            {
                "kinesisvideo" => [("X-Amz-ChannelARN", Channel), ("X-Amz-ClientId", "viewer-1")],
                "chime" => [("sessionId", "e8f0a6d2"), ("userArn", Sample.UserArn.Replace("us-east-1", server.Region, StringComparison.Ordinal))],
                _ => [],
            },
        };
        return (mistake?.Invoke(right) ?? right).Sign();
    }

    private static string Sign(int port) => new FaultySigner { Scheme = "ws", Host = $"127.0.0.1:{port}", Date = Amz(DateTimeOffset.UtcNow) }.Sign();

    private static string Amz(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // A URL of loopback without TLS is no service's, which is found too.
    private static string[] ConnectIds(PSObject report) =>
    [
        .. ((IEnumerable)report.Properties["Findings"].Value).Cast<object>().Select(f => (string)PSObject.AsPSObject(f).Properties["Id"].Value)
            .Where(id => id.StartsWith("Connect", StringComparison.Ordinal) || id.StartsWith("ChimeSession", StringComparison.Ordinal)),
    ];

    private static object? Of(PSObject report, string property) => PSObject.AsPSObject(report.Properties["Connection"].Value).Properties[property].Value;

    private static System.Security.SecureString Secure(string text)
    {
        System.Security.SecureString secure = new();
        text.ToList().ForEach(secure.AppendChar);
        return secure;
    }

    private PSObject Connect(string url, ConnectService? server = null) => server is null
        ? _session.Single("param($url) Test-AwsSignedUrl $url -Connect", url)
        : _session.Single("param($url, $key, $secret) Test-AwsSignedUrl $url -Connect -AccessKey $key -SecretKey $secret", url, server.AccessKey, server.SecretKey);
}
