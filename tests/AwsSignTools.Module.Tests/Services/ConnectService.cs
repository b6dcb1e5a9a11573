using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>
/// A server on loopback that stands for one that takes signed URLs: Kinesis Video Streams signaling, Chime SDK messaging, Transcribe, IoT
/// and their like. It checks the signature by the tests' own code, over what arrived, and refuses in the services' format and words.
/// </summary>
internal sealed class ConnectService : IDisposable
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly WebApplication _application;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<string> _targets = new();
    private readonly ConcurrentQueue<string?> _protocols = new();

    /// <param name="service">The SigV4 name of the service that it is.</param>
    /// <param name="certificate">Its certificate, which it disposes of; null for no TLS.</param>
    public ConnectService(string service, X509Certificate2? certificate = null)
    {
        Service = service;
        _certificate = certificate;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.Listen(IPAddress.Loopback, 0, listen => Secure(listen, HttpProtocols.Http1));
            o.Limits.MinResponseDataRate = null;
        });
        _ = certificate is null ? builder.WebHost : builder.WebHost.UseKestrelHttpsConfiguration();
        _application = builder.Build();
        _ = _application.UseWebSockets();
        _application.Run(HandleAsync);
        _application.StartAsync().GetAwaiter().GetResult();
        Port = new Uri(_application.Urls.Single()).Port;
    }

    /// <summary>The SigV4 name of the service that it is.</summary>
    public string Service { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Where WebSockets are opened, without a slash at the end: <c>ws://127.0.0.1:port</c>, or <c>wss://localhost:port</c> with TLS.</summary>
    public string WebSocketUrl => _certificate is null ? $"ws://127.0.0.1:{Port}" : $"wss://localhost:{Port}";

    /// <summary>Where plain requests go, without a slash at the end.</summary>
    public string HttpUrl => _certificate is null ? $"http://127.0.0.1:{Port}" : $"https://localhost:{Port}";

    /// <summary>The region it is in.</summary>
    public string Region { get; set; } = "us-west-2";

    /// <summary>The one key it knows.</summary>
    public string AccessKey { get; set; } = "AKIACONNECT";

    /// <summary>Its secret.</summary>
    public string SecretKey { get; set; } = "connect/secret+key";

    /// <summary>The session token that belongs to the key; null for none.</summary>
    public string? SessionToken { get; set; }

    /// <summary>True where the session token has ended.</summary>
    public bool IsTokenExpired { get; set; }

    /// <summary>How far its clock is ahead of this machine's.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>The one channel that is there; null for any.</summary>
    public string? ChannelArn { get; set; }

    /// <summary>True for the endpoint of a master, false for that of a viewer; null for both.</summary>
    public bool? IsForMaster { get; set; }

    /// <summary>The IAM action that the signer lacks; null where it lacks none.</summary>
    public string? DeniedAction { get; set; }

    /// <summary>True for a service whose URLs have no signature: what is signed comes another way, and <see cref="Talk"/> checks it.</summary>
    public bool ChecksNothing { get; set; }

    /// <summary>What it answers in the place of what it should; null for what it should.</summary>
    public Answer? Fault { get; set; }

    /// <summary>Does what it likes in the place of an answer; null for an answer.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>What it says over an open WebSocket; null for nothing but to wait for its end.</summary>
    public Func<WebSocket, Task>? Talk { get; set; }

    /// <summary>The paths and queries, as they came over the wire.</summary>
    public IReadOnlyList<string> Targets => [.. _targets];

    /// <summary>The subprotocols that were asked for.</summary>
    public IReadOnlyList<string?> Protocols => [.. _protocols];

    private DateTimeOffset Now => DateTimeOffset.UtcNow + ClockOffset;

    /// <inheritdoc/>
    public void Dispose()
    {
        // At once: a client that gave up may still be served.
        _application.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        ((IDisposable)_application).Dispose();
        _certificate?.Dispose();
    }

    /// <summary>A refusal as Kinesis Video Streams and API Gateway send it.</summary>
    public static Answer Refusal(int status, string type, string message) => new(status, "application/json", new JsonObject { ["message"] = message }.ToJsonString())
    {
        Headers = [("x-amzn-ErrorType", type + ":http://internal.amazon.com/coral/com.amazon.coral.service/"), ("x-amzn-RequestId", "5a8c0de2-1f6b-4d2e-9b1c-0123456789ab")],
    };

    private void Secure(ListenOptions listen, HttpProtocols protocols)
    {
        listen.Protocols = protocols;
        if (_certificate is not null)
        {
            _ = listen.UseHttps(_certificate);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        _targets.Enqueue(target);
        _protocols.Enqueue(context.Request.Headers.TryGetValue("Sec-WebSocket-Protocol", out Microsoft.Extensions.Primitives.StringValues asked) ? asked.ToString() : null);
        context.Response.Headers.Date = Now.ToString("r", CultureInfo.InvariantCulture);
        if (Instead is not null)
        {
            await Instead(context);
            return;
        }

        Answer? answer = Fault ?? (ChecksNothing ? null : Refuse($"http://{context.Request.Host.Value}{target}"));
        if (answer is null && context.WebSockets.IsWebSocketRequest)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext { SubProtocol = context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault() });
            await TalkAsync(socket, context.RequestAborted);
            return;
        }

        await SendAsync(context, answer ?? Answer.Text("signed and sealed"));
    }

    private static async Task SendAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Reason is not null)
        {
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = answer.Reason;
        }

        foreach ((string name, string value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(answer.Body);
    }

    private async Task TalkAsync(WebSocket socket, CancellationToken aborted)
    {
        if (Talk is not null)
        {
            await Talk(socket);
        }

        byte[] buffer = new byte[1024];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                _ = await socket.ReceiveAsync(buffer, aborted);
            }

            if (socket.State == WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, aborted);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client is gone.
        }
    }

    private Answer? Refuse(string url)
    {
        Dictionary<string, string> query = url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&')
            .Select(p => p.Split('=', 2))
            .Where(p => p.Length == 2)
            .GroupBy(p => Uri.UnescapeDataString(p[0]), p => Uri.UnescapeDataString(p[1]))
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        string[] scope = query.GetValueOrDefault("X-Amz-Credential", string.Empty).Split('/');
        if (scope.Length != 5 || !query.ContainsKey("X-Amz-Signature") || !query.TryGetValue("X-Amz-Date", out string? date))
        {
            return Refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        if (scope[0] != AccessKey || query.GetValueOrDefault("X-Amz-Security-Token") != SessionToken)
        {
            return Refusal(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        if (IsTokenExpired)
        {
            return Refusal(403, "ExpiredTokenException", "The security token included in the request is expired");
        }

        if (scope[2] != Region || scope[3] != Service)
        {
            return Refusal(403, "InvalidSignatureException", $"Credential should be scoped to a valid region, not '{scope[2]}'.");
        }

        DateTimeOffset signedAt = DateTimeOffset.ParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        DateTimeOffset end = signedAt.AddSeconds(int.Parse(query["X-Amz-Expires"], CultureInfo.InvariantCulture));
        if (Now > end)
        {
            return Refusal(403, "InvalidSignatureException", $"Signature expired: {date} is now earlier than {Now:yyyyMMdd'T'HHmmss'Z'}");
        }

        if (signedAt - Now > Tolerance)
        {
            return Refusal(403, "InvalidSignatureException", $"Signature not yet current: {date} is still later than {Now:yyyyMMdd'T'HHmmss'Z'}");
        }

        return !SigV4Verifier.IsSignedBy(SignedPart(url), SecretKey)
            ? Refusal(403, "InvalidSignatureException", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
            : RefuseResource(query);
    }

    private Answer? RefuseResource(Dictionary<string, string> query)
    {
        string arn = query.GetValueOrDefault("X-Amz-ChannelARN") ?? query.GetValueOrDefault("userArn") ?? "*";
        return IsForMaster is { } isForMaster && isForMaster == query.ContainsKey("X-Amz-ClientId")
                ? Refusal(400, "ValidationException", "Invalid request")
            : DeniedAction is not null
                ? Refusal(403, "AccessDeniedException", $"User: arn:aws:iam::123456789012:user/camera is not authorized to perform: {DeniedAction} on resource: {arn} because no identity-based policy allows the {DeniedAction} action")
            : ChannelArn is not null && arn != ChannelArn
                ? Refusal(404, "ResourceNotFoundException", $"The requested channel is not found or not active.")
            : null;
    }

    // IoT's session token is no part of what is signed.
    private string SignedPart(string url)
    {
        int token = Service == "iotdevicegateway" ? url.IndexOf("&X-Amz-Security-Token=", StringComparison.Ordinal) : -1;
        return token < 0 ? url : url[..token];
    }
}
