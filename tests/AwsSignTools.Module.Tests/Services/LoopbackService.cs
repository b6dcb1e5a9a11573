using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>
/// A server on loopback that stands for one of AWS's: it answers in the real wire format, and can be slow, tell a wrong time, refuse or
/// answer something else.
/// </summary>
internal abstract class LoopbackService : IDisposable
{
    private static int _serial;

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();

    protected LoopbackService()
    {
        // Empty: no file, no variable and no log of this machine.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.Run(HandleAsync);
        _application.StartAsync().GetAwaiter().GetResult();
        Url = _application.Urls.Single();
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>How long it thinks before it answers.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How far its clock is ahead of this machine's.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>How long the credentials that it gives live.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What it answers to everything; null for what it should.</summary>
    public Answer? Fault { get; set; }

    /// <summary>What it answers to a request; null for what it should.</summary>
    public Func<ReceivedRequest, Answer>? Answers { get; set; }

    /// <summary>Every request, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>The credentials given, in order.</summary>
    public List<IssuedCredential> Issued { get; } = [];

    /// <summary>The credential given last.</summary>
    public IssuedCredential Last => Issued[^1];

    /// <summary>The server's time.</summary>
    protected DateTimeOffset Now => DateTimeOffset.UtcNow + ClockOffset;

    /// <inheritdoc/>
    public void Dispose()
    {
        // At once: a client that gave up may still be served.
        _application.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        ((IDisposable)_application).Dispose();
    }

    /// <summary>Answers a request.</summary>
    protected abstract Answer Handle(ReceivedRequest request);

    /// <summary>A new credential, like no other, that ends on a whole second.</summary>
    protected IssuedCredential Issue()
    {
        string number = Interlocked.Increment(ref _serial).ToString("d6", CultureInfo.InvariantCulture);
        DateTimeOffset end = Now + Lifetime;
        IssuedCredential issued = new(
            "ASIAISSUED" + number,
            $"issued/secret+{number}/{Guid.NewGuid():N}",
            $"IssuedToken//{number}+{Guid.NewGuid():N}==",
            end.AddTicks(-(end.Ticks % TimeSpan.TicksPerSecond)));
        Issued.Add(issued);
        return issued;
    }

    private async Task HandleAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body, Encoding.UTF8);
        ReceivedRequest request = new(
            context.Request.Method,
            context.Request.Path.Value ?? string.Empty,
            context.Request.QueryString.Value ?? string.Empty,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        _requests.Enqueue(request);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Answer answer = Fault ?? Answers?.Invoke(request) ?? Handle(request);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers.Date = Now.ToString("r", CultureInfo.InvariantCulture);
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
}
