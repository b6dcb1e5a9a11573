using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Diagnosis.Connect;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using AwsSignTools.Module.Tests.Services;
using AwsSignTools.Services.AppSync;
using AwsSignTools.SigV4;
using AwsSignTools.Urls;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.AppSync;

public class AppSyncConnectionTests
{
    private const string Id = "a1b2c3d4e5f6g7h8i9j0k1l2m3";
    private const string Http = Id + ".appsync-api.us-west-2.amazonaws.com";
    private const string Realtime = Id + ".appsync-realtime-api.us-west-2.amazonaws.com";

    private static readonly AwsCredential Temporary = new(Known.AccessKeyId, Known.SecretKey, "to/ken==");

    // Signed by botocore 1.43.11 (SigV4Auth) at this time.
    [Theory]
    [InlineData("https://" + Http + "/graphql", false, "a019472236664056399d860dbadfcf9cd3fabf2a933e9ce45ad4d8843763148c")]
    [InlineData("https://" + Http + "/graphql", true, "38f06848033299bc4233adab782eb16e8563c413f360b3a8e29464ce8f6fecfd")]
    [InlineData("wss://" + Realtime + "/graphql", false, "a019472236664056399d860dbadfcf9cd3fabf2a933e9ce45ad4d8843763148c")]
    [InlineData("https://" + Http + "/event", false, "fd050dabad858e6dcc8257dad36a216f95b0db01d304c358ad0a75129672cc51")]
    [InlineData("https://" + Http + "/event", true, "353b9529bd97406546936e8c2af8d8469a81d02e1686502216926400d15078b8")]
    [InlineData(Realtime + "/event/realtime", false, "fd050dabad858e6dcc8257dad36a216f95b0db01d304c358ad0a75129672cc51")]
    public void The_headers_are_those_of_a_post_to_the_http_endpoint(string endpoint, bool isTemporary, string signature)
    {
        AppSyncConnection connection = Sign(endpoint, isTemporary ? Temporary : null);

        Assert.Equal(signature, connection.Signature);
        Assert.EndsWith("Signature=" + signature, (string)connection.Headers["authorization"]!, StringComparison.Ordinal);
        Assert.Equal(Http, connection.Headers["host"]);
        Assert.Equal((Http, "us-west-2", "appsync"), (connection.Host, connection.Region, connection.Service));
        Assert.Equal((Known.Time, Known.Time.AddMinutes(5), Known.Time.AddMinutes(5)), (connection.SignedAt, connection.ExpiresAt, connection.EffectiveExpiresAt));
        Found.Nothing(connection.Findings);
        SignedUrlReport report = SignedUrlInspector.Inspect(connection, Options(isTemporary ? Temporary : Known.Credential));
        Found.Nothing(report.Findings);
        Assert.True(report.SignatureValid);
        Assert.Equal(connection.CanonicalRequest, report.CanonicalRequest);
        Assert.Equal(connection.StringToSign, report.StringToSign);
        Assert.Equal(("appsync", "us-west-2", Known.AccessKeyId, Known.Time.AddMinutes(5)), (report.Service, report.Region, report.AccessKeyId, report.ExpiresAt));
    }

    [Theory]
    [InlineData("https://" + Http + "/graphql", null, "wss://" + Realtime + "/graphql", "graphql-ws")]
    [InlineData("https://" + Http, AppSyncKind.GraphQL, "wss://" + Realtime + "/graphql", "graphql-ws")]
    [InlineData("https://" + Http + "/event", null, "wss://" + Realtime + "/event/realtime", "aws-appsync-event-ws")]
    [InlineData("https://api.example.com/graphql", null, "wss://api.example.com/graphql/realtime", "graphql-ws")]
    [InlineData("wss://api.example.com/graphql/realtime", null, "wss://api.example.com/graphql/realtime", "graphql-ws")]
    [InlineData("api.example.com", AppSyncKind.Events, "wss://api.example.com/event/realtime", "aws-appsync-event-ws")]
    public void The_socket_is_at_the_realtime_endpoint(string endpoint, AppSyncKind? kind, string url, string protocol)
    {
        AppSyncConnection connection = AppSyncConnectionSigner.Sign(
            new AppSyncConnectionRequest(endpoint) { Kind = kind, Region = "us-west-2" }, Temporary, Known.Time);

        Assert.Equal(url, connection.Url);
        Assert.Equal(url, connection.ToString());
        Assert.Equal(protocol, connection.SubProtocols[0]);
        Assert.StartsWith("header-", connection.SubProtocols[1], StringComparison.Ordinal);
        string json = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(connection.SubProtocols[1].AsSpan("header-".Length)));
        Assert.Equal(
            ["accept", "content-encoding", "content-type", "host", "X-Amz-Date", "X-Amz-Security-Token", "Authorization"],
            JsonDocument.Parse(json).RootElement.EnumerateObject().Select(p => p.Name));
        Assert.All(JsonDocument.Parse(json).RootElement.EnumerateObject(), p => Assert.Equal(connection.Headers[p.Name], p.Value.GetString()));
        Assert.Equal("POST\n" + (protocol == "graphql-ws" ? "/graphql/connect" : "/event"), string.Join('\n', connection.CanonicalRequest.Split('\n').Take(2)));
        Assert.EndsWith("\n44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", connection.CanonicalRequest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_headers_can_stand_in_the_url()
    {
        AppSyncConnection connection = AppSyncConnectionSigner.Sign(
            new AppSyncConnectionRequest("https://" + Http + "/graphql") { HeaderInUrl = true }, Temporary, Known.Time);

        Assert.Equal(["graphql-ws"], connection.SubProtocols);
        Assert.StartsWith("wss://" + Realtime + "/graphql?header=", connection.Url, StringComparison.Ordinal);
        Assert.EndsWith("&payload=e30=", connection.Url, StringComparison.Ordinal);
        foreach (SignedUrlReport report in new[]
        {
            SignedUrlInspector.Inspect(connection, Options(Temporary)),
            SignedUrlInspector.Inspect(connection.Url, Options(Temporary)),
        })
        {
            Found.Nothing(report.Findings);
            Assert.True(report.SignatureValid);
        }
    }

    public static TheoryData<AppSyncConnectionRequest, string, object?> Refusals => new()
    {
        { new("https://" + Http), "AppSyncKindMissing", Http },
        { new("https://" + Http + "/event") { Kind = AppSyncKind.GraphQL }, "AppSyncKindMismatch", AppSyncKind.GraphQL },
        { new("https://" + Http + "/other"), "AppSyncEndpointInvalid", "/other" },
        { new("https://" + Http + "/graphql?x=1"), "AppSyncEndpointInvalid", Http },
        { new("http://" + Http + "/graphql"), "AppSyncEndpointInvalid", "http" },
        { new("https://appsync.us-west-2.amazonaws.com/graphql"), "AppSyncEndpointInvalid", "appsync.us-west-2.amazonaws.com" },
        { new("https://abc.execute-api.us-west-2.amazonaws.com/graphql"), "AppSyncEndpointInvalid", "abc.execute-api.us-west-2.amazonaws.com" },
        { new("https://" + Http + "/graphql") { Region = "eu-west-1" }, "AppSyncRegionMismatch", "eu-west-1" },
        { new("https://" + Http + "/event") { HeaderInUrl = true }, "AppSyncHeaderInUrlUnsupported", Http },
        { new("https://api.example.com/graphql"), "RegionMissing", "api.example.com" },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void What_AppSync_refuses_is_not_signed(AppSyncConnectionRequest request, string id, object? target) =>
        Refused.As(id, target, () => AppSyncConnectionSigner.Sign(request, Known.Credential, Known.Time));

    // The signed path, the payload, the service, the region, the host, and how many minutes ago.
    [Theory]
    [InlineData("/graphql", "{}", "appsync", "us-west-2", Http, 0, "SignedForAnotherPath")]
    [InlineData("/graphql/connect", "", "appsync", "us-west-2", Http, 0, "SignedForAnotherPayload")]
    [InlineData("/graphql/connect", "x", "appsync", "us-west-2", Http, 0, "SignatureMismatch")]
    [InlineData("/graphql/connect", "{}", "execute-api", "us-west-2", Http, 0, "HostServiceMismatch")]
    [InlineData("/graphql/connect", "{}", "appsync", "us-east-1", Http, 0, "HostRegionMismatch")]
    [InlineData("/graphql/connect", "{}", "appsync", "us-west-2", Realtime, 0, "AppSyncHostInvalid")]
    [InlineData("/graphql/connect", "{}", "appsync", "us-west-2", Http, 5, "UrlExpired")]
    [InlineData("/graphql/connect", "{}", "appsync", "us-west-2", Http, -6, "UrlNotYetValid")]
    public void Wrong_headers_are_explained(string path, string payload, string service, string region, string host, int minutes, string id)
    {
        SignedRequest signed = new SigV4HeaderSigner(service).Sign(
            new SignableRequest("POST", Known.EndpointOf("https://" + host), path, null, [new("accept", "*/*")], PayloadHash.Of(Encoding.ASCII.GetBytes(payload))),
            Known.Credential, region, Known.Time.AddMinutes(-minutes));
        Dictionary<string, string> headers = signed.Headers.Cast<System.Collections.DictionaryEntry>().ToDictionary(h => (string)h.Key, h => (string)h.Value!);
        headers["host"] = host;

        SignedUrlReport report = SignedUrlInspector.Inspect(InUrl(JsonSerializer.SerializeToUtf8Bytes(headers)), Options(Known.Credential));

        Assert.Equal(id, Assert.Single(report.Findings).Id);
        Found.CheckWords(report.Findings[0]);
        Assert.Equal(id is not ("SignedForAnotherPath" or "SignedForAnotherPayload" or "SignatureMismatch"), report.SignatureValid);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no JSON")]
    [InlineData("""{"host":"h","x-amz-date":"20150830T123600Z","accept":"a\nb","Authorization":"AWS4-HMAC-SHA256 Credential=A/20150830/us-west-2/appsync/aws4_request, SignedHeaders=accept;host, Signature=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("""{"host":"h","x-amz-date":"20150830T123600Z","accept":"\ud800","Authorization":"AWS4-HMAC-SHA256 Credential=A/20150830/us-west-2/appsync/aws4_request, SignedHeaders=accept;host, Signature=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("""{"host":"h\u0000","x-amz-date":"20150830T123600Z","accept":"*","Authorization":"AWS4-HMAC-SHA256 Credential=A/20150830/us-west-2/appsync/aws4_request, SignedHeaders=accept;host, Signature=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("""{"host":1,"x-amz-date":null,"Authorization":{"a":[]}}""")]
    public void Headers_without_a_signature_are_told(string json)
    {
        SignedUrlReport report = SignedUrlInspector.Inspect(InUrl(Encoding.UTF8.GetBytes(json)), Options(Known.Credential));

        Assert.Contains("AppSyncHeadersInvalid", report.Findings.Select(f => f.Id));
        Assert.Null(report.SignatureValid);
        Assert.False(report.Valid);
    }

    [Theory]
    [InlineData("""{"host":"h","x-api-key":"da2-abc"}""", "API key")]
    [InlineData("""{"host":"h","Authorization":"eyJhbGciOiJub25lIn0.e30."}""", "token")]
    public void Another_authorization_mode_is_named(string json, string words)
    {
        Finding finding = Assert.Single(SignedUrlInspector.Inspect(InUrl(Encoding.UTF8.GetBytes(json)), Options(Known.Credential)).Findings, static f => f.Id == "UrlNotSigned");

        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("da2-abc", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_presigned_url_is_refused_with_the_cmdlet_that_helps()
    {
        Finding refusal = Refused.As(
            "PresignedUrlUnsupported",
            Realtime,
            () => UrlSigner.Sign(new UrlSigningRequest(RequestUri.Parse($"wss://{Realtime}/graphql"), "appsync") { Region = "us-west-2" }, Known.Credential, Known.Time));
        Assert.Contains("New-AppSyncConnection", refusal.Remedy, StringComparison.Ordinal);

        SignedUrl signed = new SigV4Presigner("appsync").Presign(
            new SignableRequest("GET", Known.EndpointOf("wss://" + Realtime), "/graphql"), Known.Credential, "us-west-2", Known.Time, TimeSpan.FromSeconds(60));
        Found.Error(SignedUrlInspector.Inspect(signed, Options(Known.Credential)).Findings, "PresignedUrlUnsupported", Realtime);
        Finding unsigned = Found.Error(SignedUrlInspector.Inspect($"wss://{Realtime}/graphql", Options(null)).Findings, "UrlNotSigned", "wss://" + Realtime);
        Assert.Contains("New-AppSyncConnection", unsigned.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_presigned_url_of_another_service_may_have_a_parameter_of_that_name()
    {
        SignedUrl signed = new SigV4Presigner("execute-api").Presign(
            new SignableRequest("GET", Known.EndpointOf("wss://abc.execute-api.us-west-2.amazonaws.com"), "/prod", [new("header", "x"), new("payload", "y")]),
            Known.Credential, "us-west-2", Known.Time, TimeSpan.FromSeconds(60));

        Assert.Equal("Valid", SignedUrlInspector.Inspect(signed.Url, Options(Known.Credential)).ToString());
    }

    [Theory]
    [InlineData("/graphql", "graphql-ws")]
    [InlineData("/event", "aws-appsync-event-ws")]
    public async Task The_service_acknowledges_what_is_signed(string path, string protocol)
    {
        using AppSyncService server = new();

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await server.Connect(path);

        Found.Nothing(findings);
        Assert.True(result.Connected);
        Assert.Equal("""{"type":"connection_ack","connectionTimeoutMs":300000}""", result.FirstMessage);
        Assert.StartsWith(protocol + ", header-", Assert.Single(server.Server.Protocols), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_acknowledges_headers_in_the_url()
    {
        using AppSyncService server = new();

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await server.Connect("/graphql", headerInUrl: true);

        Found.Nothing(findings);
        Assert.Contains("connection_ack", (string)result.FirstMessage!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("key")]
    public async Task A_refusal_over_the_socket_is_explained(string mistake)
    {
        using AppSyncService server = new();

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await server.Connect(
            "/graphql", new AwsCredential(mistake == "key" ? "AKIAOTHER" : server.Server.AccessKey, "another"));

        Finding finding = Found.Error(findings, "AppSyncConnectionRefused", "UnauthorizedException");
        Assert.Contains("says 'You are not authorized to make this call.'", finding.Message, StringComparison.Ordinal);
        Assert.True(result.Connected);
        Assert.Contains("connection_error", (string)result.FirstMessage!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_repeats_of_the_headers_is_hidden()
    {
        using AppSyncService server = new() { Echoes = true };

        (ConnectionResult result, IReadOnlyList<Finding> findings) = await server.Connect("/graphql", new AwsCredential("AKIAOTHER", "another", "canary-session-token"));

        string shown = $"{result.FirstMessage} {string.Join(' ', findings)}";
        Assert.Contains("connection_error", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Signature!, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_says_nothing_is_told()
    {
        using AppSyncService server = new() { IsSilent = true };

        (_, IReadOnlyList<Finding> findings) = await server.Connect("/graphql", options: Connecting.Patient);

        Found.Warning(findings, "AppSyncNotAcknowledged", "127.0.0.1");
    }

    private static AppSyncConnection Sign(string endpoint, AwsCredential? credential) =>
        AppSyncConnectionSigner.Sign(new AppSyncConnectionRequest(endpoint), credential ?? Known.Credential, Known.Time);

    private static InspectionOptions Options(AwsCredential? credential) => new(Known.Time) { Credential = credential };

    private static string InUrl(byte[] json) => $"wss://{Realtime}/graphql?header={Uri.EscapeDataString(Convert.ToBase64String(json))}&payload=e30=";

    /// <summary>A server on loopback that reads the headers of a connection and answers over the WebSocket as AppSync does.</summary>
    private sealed class AppSyncService : IDisposable
    {
        public AppSyncService() => Server.Talk = TalkAsync;

        public ConnectService Server { get; } = new("appsync") { ChecksNothing = true };

        public bool Echoes { get; init; }

        public bool IsSilent { get; init; }

        public string? Signature { get; private set; }

        public void Dispose() => Server.Dispose();

        public async Task<(ConnectionResult Result, IReadOnlyList<Finding> Findings)> Connect(
            string path, AwsCredential? credential = null, bool headerInUrl = false, ConnectionOptions? options = null)
        {
            AppSyncConnection connection = AppSyncConnectionSigner.Sign(
                new AppSyncConnectionRequest(Server.HttpUrl + path) { Region = Server.Region, HeaderInUrl = headerInUrl },
                credential ?? new AwsCredential(Server.AccessKey, Server.SecretKey),
                DateTimeOffset.UtcNow);
            Signature = connection.Signature;
            SignedUrlReport report = SignedUrlInspector.Inspect(connection, new InspectionOptions(DateTimeOffset.UtcNow));
            options = report.Prepare(options ?? Connecting.Waiting);
            ConnectionResult result = await ConnectionTest.RunAsync(report.Url, options);
            IReadOnlyList<Finding> findings = ConnectionRules.Explain(report.Url, result, DateTimeOffset.UtcNow);
            Assert.All(findings, Found.CheckWords);
            return (result, findings);
        }

        private async Task TalkAsync(WebSocket socket)
        {
            byte[] buffer = new byte[1024];
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (IsSilent || received.MessageType != WebSocketMessageType.Text)
            {
                return;
            }

            Assert.Equal("""{"type":"connection_init"}""", Encoding.UTF8.GetString(buffer, 0, received.Count));
            string header = ReadHeader();
            Dictionary<string, string> headers = JsonSerializer.Deserialize<Dictionary<string, string>>(header)!;
            string path = Server.Targets[^1].Split('?')[0].StartsWith("/event", StringComparison.Ordinal) ? "/event" : "/graphql/connect";
            string answer = Verify(headers, path)
                ? """{"type":"connection_ack","connectionTimeoutMs":300000}"""
                : JsonSerializer.Serialize(new
                {
                    type = "connection_error",
                    payload = new { errors = new[] { new { errorType = "UnauthorizedException", message = Echoes ? header : "You are not authorized to make this call.", errorCode = 401 } } },
                });
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, CancellationToken.None);
        }

        private string ReadHeader()
        {
            string target = Server.Targets[^1];
            int start = target.IndexOf("header=", StringComparison.Ordinal);
            return start >= 0
                ? Encoding.UTF8.GetString(Convert.FromBase64String(Uri.UnescapeDataString(target[(start + 7)..].Split('&')[0])))
                : Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(Server.Protocols[^1]!.Split(", header-")[1]));
        }

        // By the platform's own HMAC, over what arrived.
        private bool Verify(Dictionary<string, string> headers, string path)
        {
            headers = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
            string authorization = headers["Authorization"];
            string[] credential = authorization.Split("Credential=")[1].Split(',')[0].Split('/');
            string names = authorization.Split("SignedHeaders=")[1].Split(',')[0];
            string canonical = $"POST\n{path}\n\n{string.Concat(names.Split(';').Select(n => $"{n}:{headers[n]}\n"))}\n{names}\n{Hash("{}")}";
            string toSign = $"AWS4-HMAC-SHA256\n{headers["X-Amz-Date"]}\n{string.Join('/', credential[1..])}\n{Hash(canonical)}";
            byte[] key = Encoding.UTF8.GetBytes("AWS4" + Server.SecretKey);
            foreach (string part in credential[1..])
            {
                key = System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
            }

            string signature = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
            return credential[0] == Server.AccessKey && headers["host"] == $"127.0.0.1:{Server.Port}" && authorization.EndsWith("Signature=" + signature, StringComparison.Ordinal);
        }

        private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
