using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Threading;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>One test of a connection while it runs: its input, and the result so far.</summary>
internal sealed class ConnectionRun
{
    private const char Replacement = '\uFFFD';

    private readonly SecretConcealer _secrets;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _exchangeStart;

    public ConnectionRun(ConnectionTarget target, ConnectionOptions options, CancellationToken limit)
    {
        Target = target;
        Options = options;
        Limit = limit;
        _secrets = new SecretConcealer([.. target.Secrets, .. ConnectionSecrets.FindInOptions(options)]);
        Result = new() { IsWebSocket = target.IsWebSocket, WasUrlChanged = !target.IsExact, TimeLimit = options.TimeLimit };
        Http = new() { Proxy = options.Proxy, ProxyCredential = options.ProxyCredential, OnConnected = RecordAddress, OnCertificate = RecordCertificate };
    }

    public ConnectionTarget Target { get; }

    public ConnectionOptions Options { get; }

    /// <summary>Ends with the time limit, and when the test is stopped.</summary>
    public CancellationToken Limit { get; }

    public ConnectionResult Result { get; }

    /// <summary>How requests are sent.</summary>
    public HttpSettings Http { get; }

    /// <summary>The subprotocols to ask for; empty for none.</summary>
    public IReadOnlyList<string> SubProtocols => Options.SubProtocols.Count > 0 ? Options.SubProtocols
        : (Options.SubProtocol ?? Target.Service.SubProtocol) is { } only ? [only]
        : [];

    /// <summary>Notes that the request is sent only now, after another one.</summary>
    public void RestartExchange() => _exchangeStart = _watch.Elapsed;

    /// <summary>Records the head of an answer.</summary>
    public void RecordHead(HttpAnswer answer)
    {
        TimeSpan elapsed = _watch.Elapsed;
        Result.IsTcpConnected = true;
        Result.HandshakeTime ??= elapsed;
        Result.StatusCode = answer.Status;
        Result.ReasonPhrase = CleanOrNull(answer.ReasonPhrase);
        Result.ErrorType = CleanErrorType(answer.FindHeader("x-amzn-ErrorType"));
        Result.RequestId = CleanOrNull(answer.FindHeader("x-amzn-RequestId") ?? answer.FindHeader("x-amz-request-id"));
        Result.Location = CleanOrNull(DescribeLocation(answer.FindHeader("Location")));
        if (DateTimeOffset.TryParse(
            answer.FindHeader("Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date))
        {
            DateTimeOffset now = Options.Now();
            Result.ServerDate = date;
            Result.ClockSkew = date - (now - TimeSpan.FromTicks((elapsed - _exchangeStart).Ticks / 2));
        }
    }

    /// <summary>A server's text as a terminal may show it: without the secrets of the request, and with U+FFFD for control characters except line breaks and tabs.</summary>
    public string Clean(string text)
    {
        StringBuilder? changed = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\t' or '\r' or '\n'))
            {
                changed ??= new StringBuilder(text);
                changed[i] = Replacement;
            }
        }

        return _secrets.Hide(changed?.ToString() ?? text);
    }

    /// <summary>A server's bytes without the secrets of the request.</summary>
    public byte[] Clean(byte[] bytes)
    {
        // Latin-1 has a character for each byte.
        Encoding latin = Encoding.GetEncoding("iso-8859-1");
        string text = latin.GetString(bytes);
        string hidden = _secrets.Hide(text);
        return ReferenceEquals(hidden, text) ? bytes : latin.GetBytes(hidden);
    }

    /// <summary>The name of an error without its namespace and what follows it; null if there is none.</summary>
    public string? CleanErrorType(string? type)
    {
        // com.amazon.coral.service#UnrecognizedClientException:http://internal.amazon.com/coral/…
        string name = Clean(type ?? string.Empty);
        name = name.Substring(name.IndexOf('#') + 1);
        int end = name.IndexOfAny([':', ',']);
        name = (end < 0 ? name : name.Substring(0, end)).Trim();
        return name.Length == 0 ? null : name;
    }

    /// <summary>The text as <see cref="Clean(string)"/> gives it; null for null and an empty text.</summary>
    public string? CleanOrNull(string? text) => string.IsNullOrEmpty(text) ? null : Clean(text!);

    private static string? DescribeLocation(string? location) => string.IsNullOrEmpty(location) ? null

        // The query is not shown: it may have the URL that was sent.
        : Uri.TryCreate(location, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 ? $"{uri.Scheme}://{uri.Authority}"
        : "another path";

    private void RecordAddress(EndPoint? address)
    {
        Result.RemoteAddress = address as IPEndPoint;
        Result.IsTcpConnected = true;
        _exchangeStart = _watch.Elapsed;
    }

    private void RecordCertificate(TlsProblem problem, string? issuer)
    {
        Result.TlsProblem = problem;
        Result.CertificateIssuer = issuer;
    }
}
