using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Pipelines;
using System.Linq;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime.EventStreams;
using AwsSignTools.Module.Tests.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AwsSignTools.Module.Tests.EndToEnd;

/// <summary>
/// A server on loopback that is to Transcribe's clients what Transcribe is: signed events over HTTP/2, unsigned ones over WebSocket. It shares
/// nothing with the module: frames are read and written by AWSSDK.Core, signatures are checked by the tests' own code.
/// </summary>
public sealed class TranscribeServer : IAsyncLifetime
{
    /// <summary>The path of the signed stream.</summary>
    public const string Path = "/stream-transcription";

    /// <summary>The path of the stream over WebSocket.</summary>
    public const string WebSocketPath = "/stream-transcription-websocket";

    /// <summary>The region it is in.</summary>
    public const string Region = "us-east-1";

    private const string EventStream = "application/vnd.amazon.eventstream";
    private static readonly string[] HeadersOfAudio = [":message-type", ":event-type", ":content-type"];
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private WebApplication? _application;

    /// <summary>The one client it knows.</summary>
    public string AccessKey { get; set; } = Sample.AccessKey;

    /// <summary>The client's secret.</summary>
    public string SecretKey { get; set; } = Sample.SecretKey;

    /// <summary>The client's session token; null where its key is not a temporary one.</summary>
    public string? SessionToken { get; set; }

    /// <summary>Why it refused something, and each.</summary>
    public ConcurrentQueue<string> Refusals { get; } = [];

    /// <summary>The base URL for HTTP/2 without TLS.</summary>
    public string Http2Url { get; private set; } = string.Empty;

    /// <summary>The URL, as it came over the wire, by which the last WebSocket was opened.</summary>
    public string? OpenedBy { get; private set; }

    /// <summary>The base URL for WebSocket.</summary>
    public string WebSocketUrl { get; private set; } = string.Empty;

    /// <summary>What it answers to a piece of audio.</summary>
    public static string TranscriptOf(byte[] audio) => $"{audio.Length} bytes, {Convert.ToHexStringLower(SHA256.HashData(audio))}";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(static options =>
        {
            // Time counts on nobody's side: the machine may be a slow one.
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Limits.MaxRequestBodySize = null;
            options.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2);
            options.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        _application = builder.Build();
        _ = _application.UseWebSockets();
        _application.Run(Answer);
        await _application.StartAsync();
        string[] urls = [.. _application.Urls];
        Http2Url = urls[0];
        WebSocketUrl = urls[1].Replace("http:", "ws:", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }
    }

    private Task Answer(HttpContext context) => context.Request.Path.Value switch
    {
        Path => AnswerStream(context),
        WebSocketPath when context.WebSockets.IsWebSocketRequest => AnswerWebSocket(context),
        _ => Refuse(context, StatusCodes.Status404NotFound, "no such path"),
    };

    private async Task AnswerStream(HttpContext context)
    {
        if (WhyRefused(context) is { } reason)
        {
            await Refuse(context, StatusCodes.Status403Forbidden, reason);
            return;
        }

        context.Response.ContentType = EventStream;
        await context.Response.StartAsync();
        EventChain chain = new(SecretKey, Region, "transcribe", AuthorizationVerifier.Parse(context.Request.Headers.Authorization)!.Value.Signature);
        try
        {
            bool ended = false;
            await foreach (byte[] frame in Frames(context.Request.BodyReader, context.RequestAborted))
            {
                byte[] payload = ended ? throw new InvalidDataException("a frame follows the one that ended the stream") : chain.Next(frame);
                ended = payload.Length == 0;
                await Send(context, ended ? Final(chain.Count - 1) : Transcript(Audio(EventChain.Decode(payload))));
            }

            if (!ended)
            {
                throw new InvalidDataException("the stream broke off: no frame ended it");
            }
        }
        catch (InvalidDataException e)
        {
            Refusals.Enqueue(e.Message);
            await Send(context, Exception(e.Message));
        }
    }

    private async Task AnswerWebSocket(HttpContext context)
    {
        OpenedBy = $"ws://{context.Request.Host}{context.Features.Get<IHttpRequestFeature>()!.RawTarget}";
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[65_536];
        int count = 0;
        while (true)
        {
            // A message of the socket is a frame.
            int length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), context.RequestAborted);
                length += received.Count;
            }
            while (!received.EndOfMessage);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                Refusals.Enqueue("the stream broke off: no event ended it");
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
                return;
            }

            byte[] audio;
            try
            {
                audio = received.MessageType == WebSocketMessageType.Binary
                    ? Audio(EventChain.Decode(buffer[..length]))
                    : throw new InvalidDataException("a message is text");
            }
            catch (InvalidDataException e)
            {
                Refusals.Enqueue(e.Message);
                await socket.SendAsync(Exception(e.Message), WebSocketMessageType.Binary, endOfMessage: true, context.RequestAborted);
                await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, null, context.RequestAborted);
                return;
            }

            // Over WebSocket the stream ends with an event without audio.
            byte[] answer = audio.Length == 0 ? Final(count) : Transcript(audio);
            await socket.SendAsync(answer, WebSocketMessageType.Binary, endOfMessage: true, context.RequestAborted);
            if (audio.Length == 0)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
                return;
            }

            count++;
        }
    }

    private string? WhyRefused(HttpContext context)
    {
        HttpRequest request = context.Request;
        string? Header(string name) => name == "host" ? request.Host.Value
            : request.Headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? string.Join(",", values.ToArray()) : null;
        (string AccessKey, string Date, string Region, string Service, string Signature)? signed = AuthorizationVerifier.Parse(Header("authorization"));
        bool isDated = DateTimeOffset.TryParseExact(
            Header("x-amz-date"), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date);
        return request.Protocol != "HTTP/2" ? $"the protocol is {request.Protocol}"
            : request.Method != "POST" ? $"the method is {request.Method}"
            : request.ContentType != EventStream ? $"the content type is {request.ContentType}"
            : Header("x-amz-content-sha256") != "STREAMING-AWS4-HMAC-SHA256-EVENTS" ? "the payload is not said to be signed event by event"
            : signed?.AccessKey != AccessKey || signed.Value.Region != Region || signed.Value.Service != "transcribe" ? "the scope is another"
            : !isDated || (DateTimeOffset.UtcNow - date).Duration() > ClockSkew ? "the date is not that of now"
            : Header("x-amz-security-token") != SessionToken ? "the security token is invalid"
            : AuthorizationVerifier.Problem(
                request.Method,
                context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                Header,
                "STREAMING-AWS4-HMAC-SHA256-EVENTS",
                SecretKey);
    }

    private Task Refuse(HttpContext context, int status, string reason)
    {
        Refusals.Enqueue(reason);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["x-amzn-ErrorType"] = "InvalidSignatureException";
        return context.Response.WriteAsync(new JsonObject { ["Message"] = reason }.ToJsonString());
    }

    private static async Task Send(HttpContext context, byte[] frame)
    {
        await context.Response.Body.WriteAsync(frame, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    // Cuts the body at each total length.
    private static async IAsyncEnumerable<byte[]> Frames(PipeReader body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellation);
            ReadOnlySequence<byte> rest = read.Buffer;
            while (rest.Length >= 4 && BinaryPrimitives.ReadInt32BigEndian(rest.Slice(0, 4).ToArray()) is int length && length <= rest.Length)
            {
                byte[] frame = length >= 16 ? rest.Slice(0, length).ToArray() : throw new InvalidDataException($"a length of {length}");
                rest = rest.Slice(length);
                yield return frame;
            }

            if (read.IsCompleted)
            {
                if (!rest.IsEmpty)
                {
                    throw new InvalidDataException($"the stream broke off: {rest.Length} bytes are no frame");
                }

                yield break;
            }

            body.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static byte[] Audio(EventStreamMessage message)
    {
        string[] headers = [.. HeadersOfAudio
            .Select(name => message.Headers.TryGetValue(name, out IEventStreamHeader? header) ? header.AsString() : "(none)")];
        return headers.SequenceEqual(["event", "AudioEvent", "application/octet-stream"])
            ? message.Payload
            : throw new InvalidDataException("the message is no AudioEvent: " + string.Join(", ", headers));
    }

    private static byte[] Transcript(byte[] audio) => Event(
        "TranscriptEvent",
        new JsonObject
        {
            ["Transcript"] = new JsonObject
            {
                ["Results"] = new JsonArray(new JsonObject
                {
                    ["IsPartial"] = false,
                    ["Alternatives"] = new JsonArray(new JsonObject { ["Transcript"] = TranscriptOf(audio) }),
                }),
            },
        });

    // After the last: how many there were.
    private static byte[] Final(int count) => Event("TranscriptEvent", new JsonObject { ["Transcript"] = new JsonObject { ["Total"] = count } });

    private static byte[] Event(string type, JsonObject content) => Frame(content, (":message-type", "event"), (":event-type", type), (":content-type", "application/json"));

    private static byte[] Exception(string message) => Frame(
        new JsonObject { ["Message"] = message },
        (":message-type", "exception"), (":exception-type", "BadRequestException"), (":content-type", "application/json"));

    private static byte[] Frame(JsonObject content, params (string Name, string Value)[] headers) =>
        SdkFrame.Of(System.Text.Encoding.UTF8.GetBytes(content.ToJsonString()), headers);
}
