using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Module.Tests.Services;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Aws;

/// <summary>The client that asks AWS, against servers on loopback.</summary>
public sealed class AwsClientTests : IDisposable
{
    private const string SecretKey = "canary/secret+key";

    private static readonly AwsCredential Credential = new("AKIDCLIENT", SecretKey, "canary-token==");

    private readonly Api _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_request_is_signed_as_it_is_sent()
    {
        AwsAnswer answer = await Send(new AwsRequest
        {
            Api = AwsApi.Sts,
            Endpoint = new ServiceEndpoint("eu-west-1", _api.Url + "/base/"),
            Path = "/a/b",
            Query = [new QueryParameter("z", "1 2"), new QueryParameter("a", "ä/&=+")],
            Headers = [new("Content-Type", "application/x-amz-json-1.1"), new("X-Amz-Target", "A.B")],
            Body = "{\"x\":1}"u8.ToArray(),
            Credential = Credential,
        });

        Assert.Equal("{}", answer.Body);
        ReceivedRequest request = Assert.Single(_api.Requests);
        Assert.Equal(("POST", "/base/a/b", "{\"x\":1}"), (request.Method, request.Path, request.Body));
        Assert.Equal(("1 2", "ä/&=+"), (request.Query["z"], request.Query["a"]));
        Assert.Equal("application/x-amz-json-1.1", request.Header("Content-Type"));
        Assert.Equal("AwsSignTools", request.Header("User-Agent"));
        Assert.Contains("/eu-west-1/sts/aws4_request", request.Header("Authorization")!, StringComparison.Ordinal);
        Assert.Contains("x-amz-target", request.Header("Authorization")!, StringComparison.Ordinal);
        Assert.True(SignedHeaders.AreSignedBy(request, SecretKey, "sts", DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_form_has_the_parameters_that_have_a_value_and_an_anonymous_one_no_signature()
    {
        _ = await Send(AwsRequest.ForQuery(AwsApi.Sts, Here(), null, [], ("Action", "X"), ("A", null), ("B", "a b&c=d+ä")));

        ReceivedRequest request = Assert.Single(_api.Requests);
        Assert.Equal("Action=X&B=a%20b%26c%3Dd%2B%C3%A4", request.Body);
        Assert.Null(request.Header("Authorization"));
        Assert.Null(request.Header("X-Amz-Date"));
    }

    [Theory]
    [InlineData(500, "InternalFailure")]
    [InlineData(502, null)]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(429, null)]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "Throttling")]
    [InlineData(400, "RequestLimitExceeded")]
    [InlineData(403, "SlowDown")]
    [InlineData(400, "IDPCommunicationError")]
    public async Task What_may_pass_is_asked_again(int status, string? code)
    {
        AnswerInTurn(Error(status, code), Error(status, code), Answer.Json("{\"done\":1}"));

        Assert.Equal("{\"done\":1}", (await Send(Request())).Body);
        Assert.Equal(3, _api.Requests.Count);
    }

    [Theory]
    [InlineData(400, "ValidationError")]
    [InlineData(401, "UnauthorizedException")]
    [InlineData(403, "AccessDenied")]
    [InlineData(404, null)]
    [InlineData(403, "SignatureDoesNotMatch")]
    public async Task What_stays_refused_is_not_asked_again(int status, string? code)
    {
        _api.Fault = Error(status, code);

        AwsServiceException refused = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request()));
        Assert.Equal((ServiceFailure.Refused, code), (refused.Failure, refused.Code));
        Assert.Single(_api.Requests);
    }

    [Fact]
    public async Task It_gives_up_after_the_third_time()
    {
        _api.Fault = Error(500, "InternalFailure");

        AwsServiceException failure = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request()));
        Assert.Equal((ServiceFailure.Refused, "InternalFailure"), (failure.Failure, failure.Code));
        Assert.Equal(3, _api.Requests.Count);
    }

    [Fact]
    public async Task It_waits_as_long_as_the_service_says()
    {
        AnswerInTurn(Error(429, null) with { Headers = [("Retry-After", "1")] }, Answer.Json("{}"));
        Stopwatch clock = Stopwatch.StartNew();

        _ = await Send(Request());
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task It_does_not_wait_where_the_time_would_be_up()
    {
        _api.Fault = Error(503, null) with { Headers = [("Retry-After", "120"), ("x-amzn-ErrorType", "SlowDown")] };
        Stopwatch clock = Stopwatch.StartNew();

        AwsServiceException failure = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request(), TimeSpan.FromSeconds(60)));
        Assert.Equal("SlowDown", failure.Code);
        Assert.Single(_api.Requests);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_connection_that_fails_is_tried_again()
    {
        int connections = 0;
        using RawServer server = new(async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            if (Interlocked.Increment(ref connections) < 3)
            {
                RawServer.Reset(stream);
            }
            else
            {
                await RawServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", ending);
            }
        });

        Assert.Equal("{}", (await Send(Request(UrlOf(server)))).Body);
        Assert.Equal(3, connections);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_asked_for_again()
    {
        int connections = 0;
        using RawServer server = new(async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            bool whole = Interlocked.Increment(ref connections) == 2;
            await RawServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n" + (whole ? "true" : "tr"), ending);
        });

        Assert.Equal("true", (await Send(Request(UrlOf(server)))).Body);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable_and_named_without_its_password()
    {
        AwsServiceException failure = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request(Closed.Url)));
        Assert.Equal(ServiceFailure.Unreachable, failure.Failure);
        Assert.Contains(new Uri(Closed.Url).Host, failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.InnerException);

        foreach (string url in new[] { "http://user:canary@127.0.0.1:9/", "no url", "ftp://127.0.0.1/", "http://", "http://a b/", "" })
        {
            failure = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request(url)));
            Assert.Equal(ServiceFailure.Unreachable, failure.Failure);
            Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("us-east-1.evil.example/")]
    [InlineData("a.b")]
    [InlineData("")]
    [InlineData("x@y")]
    public async Task A_region_that_is_no_part_of_a_host_name_is_not_asked(string region)
    {
        AwsRequest request = new() { Api = AwsApi.Sts, Endpoint = new ServiceEndpoint(region, null) };

        Assert.Equal(ServiceFailure.Unreachable, (await Assert.ThrowsAsync<AwsServiceException>(() => Send(request))).Failure);
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        using Api other = new();
        _api.Fault = new Answer(302, "text/plain", string.Empty) { Headers = [("Location", other.Url + "/")] };

        AwsServiceException failure = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request()));
        Assert.Equal(ServiceFailure.Refused, failure.Failure);
        Assert.Contains("302", failure.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Single(_api.Requests);
    }

    [Fact]
    public async Task No_cookie_is_kept()
    {
        _api.Answers = static _ => Answer.Json("{}") with { Headers = [("Set-Cookie", "a=b; Path=/")] };

        _ = await Send(Request());
        _ = await Send(Request());
        Assert.All(_api.Requests, static r => Assert.Null(r.Header("Cookie")));
    }

    [Theory]
    [InlineData(256 * 1024, true)]
    [InlineData((256 * 1024) + 1, false)]
    public async Task An_answer_has_a_longest_length(int length, bool isRead)
    {
        _api.Answers = _ => Answer.Text(new string('x', length));

        if (isRead)
        {
            Assert.Equal(length, (await Send(Request())).Body.Length);
            return;
        }

        AwsServiceException failure = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request()));
        Assert.Equal(ServiceFailure.AnswerInvalid, failure.Failure);
        Assert.Contains("256 KiB", failure.Message, StringComparison.Ordinal);
        Assert.Single(_api.Requests);
    }

    [Theory]
    [InlineData("200 OK", "Connection: close", ServiceFailure.AnswerInvalid)]
    [InlineData("200 OK", "Transfer-Encoding: chunked", ServiceFailure.AnswerInvalid)]
    [InlineData("200 OK", "Content-Length: 99999999999", ServiceFailure.AnswerInvalid)]
    [InlineData("200 OK", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked", ServiceFailure.AnswerInvalid)]
    [InlineData("403 Forbidden", "Connection: close", ServiceFailure.Refused)]
    [InlineData("403 Forbidden", "Transfer-Encoding: chunked", ServiceFailure.Refused)]
    public async Task An_answer_without_end_is_read_up_to_the_limit(string status, string headers, object failure)
    {
        long sent = 0;
        bool isChunked = headers.EndsWith("chunked", StringComparison.Ordinal);
        using RawServer server = new(async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await RawServer.WriteAsync(stream, $"HTTP/1.1 {status}\r\n{headers}\r\n\r\n", ending);
            string body = new('x', 64 * 1024);
            byte[] piece = Encoding.ASCII.GetBytes(isChunked ? $"10000\r\n{body}\r\n" : body);
            while (true)
            {
                await stream.WriteAsync(piece, ending);
                _ = Interlocked.Add(ref sent, piece.Length);
            }
        });

        foreach (bool isLocal in new[] { false, true })
        {
            AwsRequest request = Request(UrlOf(server), isLocal: isLocal);
            Assert.Equal(failure, (await Assert.ThrowsAsync<AwsServiceException>(() => Send(request))).Failure);
        }

        Assert.InRange(Interlocked.Read(ref sent), 0, 64 * 1024 * 1024);
    }

    [Fact]
    public async Task An_answer_that_drips_ends_with_the_time_limit()
    {
        using RawServer server = new(async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await RawServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", ending);
            while (true)
            {
                await RawServer.WriteAsync(stream, "x", ending);
                await Task.Delay(20, ending);
            }
        });

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Send(Request(UrlOf(server)), TimeSpan.FromMilliseconds(500)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")]
    public async Task The_time_limit_and_the_user_end_a_call_at_once(string sent)
    {
        using RawServer server = new(async (stream, ending) =>
        {
            _ = await RawServer.ReadHeadAsync(stream, ending);
            await RawServer.WriteAsync(stream, sent, ending);
            await Task.Delay(Timeout.Infinite, ending);
        });
        Stopwatch clock = Stopwatch.StartNew();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Send(Request(UrlOf(server)), TimeSpan.FromMilliseconds(300)));

        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));
        using CallLimit limit = new(TimeSpan.FromMinutes(5), stop.Token);
        _ = Assert.ThrowsAny<OperationCanceledException>(() => limit.Run(() => Client().SendAsync(Request(UrlOf(server)), limit)));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30));
        Assert.InRange(server.Connections, 1, 2);
    }

    [Fact]
    public void A_call_that_does_not_stop_is_left_behind()
    {
        using CallLimit limit = new(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        TaskCompletionSource<int> never = new();

        _ = Assert.ThrowsAny<OperationCanceledException>(() => limit.Run(() => never.Task));
        Assert.True(limit.Remaining < TimeSpan.FromMilliseconds(50));
    }

    [Theory]
    [InlineData(10, "RequestTimeTooSkewed")]
    [InlineData(-10, "RequestExpired")]
    [InlineData(10, "SignatureDoesNotMatch")]
    [InlineData(-10, "InvalidSignatureException")]
    public async Task A_service_that_rejects_the_time_gets_its_own(int minutes, string code)
    {
        _api.ClockOffset = TimeSpan.FromMinutes(minutes);
        _api.Answers = request => (DateOf(request) - _api.ServerTime).Duration() < TimeSpan.FromMinutes(5) ? Answer.Json("{}") : Error(403, code);

        AwsAnswer answer = await Send(Request());
        Assert.Equal(2, _api.Requests.Count);
        Assert.All(_api.Requests, r => Assert.True(SignedHeaders.AreSignedBy(r, SecretKey, "sts", DateOf(r))));
        Assert.InRange(answer.ClockOffset!.Value, _api.ClockOffset.Add(TimeSpan.FromSeconds(-5)), _api.ClockOffset.Add(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task The_services_time_is_tried_once_and_only_where_it_differs()
    {
        _api.Fault = Error(403, "SignatureDoesNotMatch");
        _api.ClockOffset = TimeSpan.FromMinutes(10);
        AwsServiceException failure = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request()));
        Assert.Equal(2, _api.Requests.Count);
        Assert.InRange(failure.ClockOffset!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));

        _api.ClockOffset = TimeSpan.FromMinutes(2);
        _ = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request()));
        Assert.Equal(3, _api.Requests.Count);
    }

    [Fact]
    public async Task The_time_of_this_machine_is_an_input()
    {
        DateTimeOffset time = DateTimeOffset.UtcNow.AddHours(-3);
        _api.ClockOffset = TimeSpan.FromMinutes(1);
        using CallLimit limit = new(TimeSpan.FromSeconds(30), CancellationToken.None);

        AwsAnswer answer = await new AwsClient(() => time).SendAsync(Request(), limit);
        Assert.Equal(time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), Assert.Single(_api.Requests).Header("X-Amz-Date"));
        Assert.InRange(answer.ClockOffset!.Value, TimeSpan.FromMinutes(180), TimeSpan.FromMinutes(182));
    }

    [Theory]
    [InlineData("text/xml", "<ErrorResponse xmlns='x'><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not &lt;you&gt;.</Message></Error></ErrorResponse>", null, "AccessDenied", "Not <you>.")]
    [InlineData("text/xml", "<Response><Errors><Error><Code>A</Code><Message>b</Message></Error></Errors></Response>", null, "A", "b")]
    [InlineData("text/xml", "<?xml version='1.0'?>\n<Error><Code>A</Code><Message><![CDATA[b]]></Message><X><Code>c</Code></X></Error>", null, "A", "b")]
    [InlineData("application/json", """{"__type":"com.amazon.coral#AccessDeniedException","Message":"No."}""", null, "AccessDeniedException", "No.")]
    [InlineData("application/json", """{"__type":"AccessDeniedException","message":"No."}""", null, "AccessDeniedException", "No.")]
    [InlineData("application/json", """{"message":"No."}""", "ForbiddenException:http://internal.amazon.com/coral/", "ForbiddenException", "No.")]
    [InlineData("application/json", """{"error":"invalid_grant","error_description":"No."}""", null, "invalid_grant", "No.")]
    [InlineData("application/json", """{"error":"invalid_grant","error_description":"No."}""", "InvalidGrantException", "InvalidGrantException", "No.")]
    [InlineData("application/json", """{"code":"A"}""", null, "A", "it answered 400.")]
    [InlineData("application/json", """{"__type":5,"message":[]}""", null, null, "it answered 400.")]
    [InlineData("text/html", "<html><body>Please log in<br></body></html>", null, null, "it answered 400.")]
    [InlineData("text/plain", "", null, null, "it answered 400.")]
    [InlineData("text/html", "<html>Forbidden</html>", null, null, "it answered 400.")]
    [InlineData("text/xml", "<!DOCTYPE x [<!ENTITY e 'canary'>]><Error><Code>&e;</Code></Error>", null, null, "it answered 400.")]
    public async Task Errors_are_read_in_every_form(string type, string body, string? header, string? code, string message)
    {
        _api.Fault = new Answer(400, type, body) { Headers = header is null ? [] : [("x-amzn-ErrorType", header)] };

        AwsServiceException refused = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request()));
        Assert.Equal((code, message), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task What_was_sent_is_not_shown_in_another_spelling_nor_its_signature()
    {
        _api.Answers = static r => Error(
            403,
            "AccessDenied",
            $"low {Uri.EscapeDataString(SecretKey).ToLowerInvariant()} html canary&#x2F;secret&#43;key json canary\\/secret\\u002bkey twice {Uri.EscapeDataString(Uri.EscapeDataString(SecretKey))} sent {r.Header("Authorization")!.Split("Signature=")[1]} bearer {r.Header("x-amz-sso_bearer_token")} end");

        AwsServiceException refused = await Assert.ThrowsAsync<AwsServiceException>(() => Send(new AwsRequest
        {
            Api = AwsApi.Sts,
            Endpoint = Here(),
            Headers = [new("x-amz-sso_bearer_token", "0123456789abcdef")],
            Credential = Credential,
        }));

        Assert.Equal("low *** html *** json *** twice *** sent *** bearer *** end", refused.Message);
    }

    [Fact]
    public async Task What_was_sent_is_not_shown_where_a_service_repeats_it()
    {
        _api.Answers = static r => Error(403, "AccessDenied", $"key {SecretKey} token {r.Header("X-Amz-Security-Token")} form {Uri.EscapeDataString(SecretKey)} code canary-code\r\nnext\u202Eline " + new string('x', 1000));

        AwsServiceException refused = await Assert.ThrowsAsync<AwsServiceException>(() => Send(Request(secrets: "canary-code")));
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("key *** token *** form *** code ***", refused.Message, StringComparison.Ordinal);
        Assert.InRange(refused.Message.Length, 100, 450);
        Assert.DoesNotContain("canary", Request().ToString() + new AwsAnswer(200, "canary", null, null, null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a><Credentials><Id>1</Id><Two> 2 </Two><Deep><Id>3</Id></Deep><None/></Credentials><Credentials><Id>4</Id></Credentials></a>", "Id=1,Two= 2 ,Deep=,None=")]
    [InlineData("<a><Credentials/><Id>4</Id></a>", "")]
    [InlineData("<a><Id>4</Id></a>", null)]
    [InlineData("<a>text</a>", null)]
    [InlineData("<a>text<b>text</b><Credentials>text</Credentials>text</a>", "")]
    public void An_element_is_read_by_the_names_of_its_children(string xml, string? expected) => Assert.Equal(
        expected, AwsAnswerReader.ReadXml(xml, "Credentials") is { } read ? string.Join(",", read.Select(static r => r.Key + "=" + r.Value)) : null);

    [Theory]
    [InlineData("")]
    [InlineData("<Credentials>")]
    [InlineData("<Credentials></Credentials><b/>")]
    [InlineData("<!DOCTYPE Credentials [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]><Credentials><Id>&b;</Id></Credentials>")]
    [InlineData("<!DOCTYPE Credentials SYSTEM 'file:///etc/passwd'><Credentials/>")]
    public void What_is_no_XML_or_has_a_DTD_is_refused(string xml) =>
        Assert.Throws<System.Xml.XmlException>(() => AwsAnswerReader.ReadXml(xml, "Credentials"));

    [Fact]
    public void A_text_in_many_pieces_is_put_together_once()
    {
        const int Pieces = 30_000;
        string xml = $"<Error><Message>{string.Concat(Enumerable.Repeat("x<!---->", Pieces))}</Message></Error>";
        _ = AwsAnswerReader.ReadXml(xml, "Error");

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(new string('x', Pieces), AwsAnswerReader.ReadXml(xml, "Error")!["Message"]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, xml.Length * 20L);
    }

    private static AwsClient Client() => new(static () => DateTimeOffset.UtcNow);

    private static async Task<AwsAnswer> Send(AwsRequest request, TimeSpan? time = null)
    {
        using CallLimit limit = new(time ?? TimeSpan.FromSeconds(60), CancellationToken.None);
        return await Client().SendAsync(request, limit);
    }

    private static string UrlOf(RawServer server) => "http://127.0.0.1:" + server.Port.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset DateOf(ReceivedRequest request) => DateTimeOffset.ParseExact(
        request.Header("X-Amz-Date")!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static Answer Error(int status, string? code, string message = "Said.") => Answer.Json(
        System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = message }), status) with
    {
        Headers = code is null ? [] : [("x-amzn-ErrorType", code)],
    };

    private ServiceEndpoint Here() => new("us-east-1", _api.Url);

    private AwsRequest Request(string? url = null, string? secrets = null, bool isLocal = false) => new()
    {
        Api = AwsApi.Sts,
        Endpoint = new ServiceEndpoint("us-east-1", url ?? _api.Url),
        Headers = [new("Content-Type", "application/json")],
        Body = "{}"u8.ToArray(),
        Credential = Credential,
        Secrets = [secrets, null],
        IsLocal = isLocal,
    };

    private void AnswerInTurn(params Answer[] answers)
    {
        int asked = 0;
        _api.Answers = _ => answers[Math.Min(Interlocked.Increment(ref asked), answers.Length) - 1];
    }

    private sealed class Api : LoopbackService
    {
        public DateTimeOffset ServerTime => Now;

        protected override Answer Handle(ReceivedRequest request) => Answer.Json("{}");
    }
}
