using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>One test of a connection as it goes on: what was known before, and what has come of it so far.</summary>
internal sealed class ConnectionRun(ConnectionTarget target, ConnectionOptions options, CancellationToken limit)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _exchangeStart;

    public ConnectionTarget Target { get; } = target;

    public ConnectionOptions Options { get; } = options;

    /// <summary>Ends with the time limit, and when the test is stopped.</summary>
    public CancellationToken Limit { get; } = limit;

    public ConnectionResult Result { get; } = new()
    {
        IsWebSocket = target.IsWebSocket,
        WasUrlChanged = !target.IsExact,
        TimeLimit = options.TimeLimit,
    };

    /// <summary>The subprotocol to ask for; null for none.</summary>
    public string? SubProtocol => Options.SubProtocol ?? Target.SubProtocol;

    /// <summary>What is left of the time limit.</summary>
    public TimeSpan TimeLeft => Options.TimeLimit > _watch.Elapsed ? Options.TimeLimit - _watch.Elapsed : TimeSpan.Zero;

    /// <summary>Says that an address has answered.</summary>
    public void Reached(EndPoint? address)
    {
        Result.RemoteAddress = address as IPEndPoint;
        Result.IsTcpConnected = true;
        _exchangeStart = _watch.Elapsed;
    }

    /// <summary>Says that a request goes out only now, after others.</summary>
    public void Restart() => _exchangeStart = _watch.Elapsed;

    /// <summary>Takes the head of an answer.</summary>
    /// <param name="status">The status.</param>
    /// <param name="reason">The text behind it.</param>
    /// <param name="header">Gives a header; null where it is missing.</param>
    public void Answered(int status, string? reason, Func<string, string?> header)
    {
        TimeSpan elapsed = _watch.Elapsed;
        Result.IsTcpConnected = true;
        Result.HandshakeTime ??= elapsed;
        Result.StatusCode = status;
        Result.ReasonPhrase = string.IsNullOrEmpty(reason) ? null : Clean(reason!);
        Result.ErrorType = CleanErrorType(header("x-amzn-ErrorType"));
        Result.RequestId = CleanOrNull(header("x-amzn-RequestId") ?? header("x-amz-request-id"));
        Result.Location = LocationOf(header("Location"));
        if (DateTimeOffset.TryParse(
            header("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date))
        {
            DateTimeOffset now = Options.Now();
            Result.ServerDate = date;
            Result.ClockSkew = date - (now - TimeSpan.FromTicks((elapsed - _exchangeStart).Ticks / 2));
        }
    }

    /// <summary>Text of a server as it may be shown: on what was sent nothing secret, and no character that moves a cursor.</summary>
    public string Clean(string text) => Target.Secrets.Hide(Visible.Of(text));

    /// <summary>The name of an error without what stands around it.</summary>
    public string? CleanErrorType(string? type)
    {
        // com.amazon.coral.service#UnrecognizedClientException:http://internal.amazon.com/coral/…
        string name = type ?? string.Empty;
        name = name.Substring(name.IndexOf('#') + 1);
        int end = name.IndexOfAny([':', ',']);
        return CleanOrNull((end < 0 ? name : name.Substring(0, end)).Trim());
    }

    private string? CleanOrNull(string? text) => string.IsNullOrEmpty(text) ? null : Clean(text!);

    private static string? LocationOf(string? location)
    {
        if (string.IsNullOrEmpty(location))
        {
            return null;
        }

        // Whatever may be in the query, the URL that was sent for one, is not shown.
        return Uri.TryCreate(location, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 ? $"{uri.Scheme}://{uri.Authority}" : "another path";
    }
}
