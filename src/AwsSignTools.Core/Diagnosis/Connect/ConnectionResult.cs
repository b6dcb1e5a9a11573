using System;
using System.Globalization;
using System.Net;
using AwsSignTools.EventStream;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>
/// What happened when a signed URL was connected to. Texts are the server's own, of limited length, and never have the URL's signature,
/// session token or playback token in them.
/// </summary>
public sealed class ConnectionResult
{
    internal ConnectionResult()
    {
    }

    /// <summary>True if the WebSocket was opened; for a plain request, if the status is from 200 to 299.</summary>
    public bool Connected { get; internal set; }

    /// <summary>The HTTP status: 101 for a WebSocket that was opened; null if there was no answer.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The text after the status.</summary>
    public string? ReasonPhrase { get; internal set; }

    /// <summary>The service's name for the error, such as <c>InvalidSignatureException</c>: its <c>x-amzn-ErrorType</c>, or what the body names.</summary>
    public string? ErrorType { get; internal set; }

    /// <summary>The service's message in the body of a refusal, its first 2048 characters; null if there is none.</summary>
    public string? ErrorMessage { get; internal set; }

    /// <summary>The service's id for the request, for a case with AWS Support; null if there is none.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>The answer's body as text, its first 16 KiB; null if there is none, or if it is not text.</summary>
    public string? Body { get; internal set; }

    /// <summary>The first message of the WebSocket, as a string or a byte array, as much as arrived within the wait of its first 64 KiB; null if nothing arrived.</summary>
    public object? FirstMessage { get; internal set; }

    /// <summary>The first message as an event-stream frame, such as Amazon Transcribe sends; null if it is not one.</summary>
    public EventStreamMessage? FirstEvent { get; internal set; }

    /// <summary>
    /// The code with which the server closed the WebSocket by itself: 1000 if the server gave none, 1006 if the connection broke off; null if
    /// it stayed open.
    /// </summary>
    public int? CloseCode { get; internal set; }

    /// <summary>The reason that the server gave when it closed the WebSocket; null if it gave none.</summary>
    public string? CloseReason { get; internal set; }

    /// <summary>The time from the start to the head of the answer: name, connection, TLS and request. Null if there was no answer.</summary>
    public TimeSpan? HandshakeTime { get; internal set; }

    /// <summary>The server's clock, from its <c>Date</c> header, in whole seconds; null if the platform or the server does not show one.</summary>
    public DateTimeOffset? ServerDate { get; internal set; }

    /// <summary>How far the server's clock is ahead of this machine's; negative if it is behind; null if <see cref="ServerDate"/> is.</summary>
    public TimeSpan? ClockSkew { get; internal set; }

    /// <summary>The address that was connected to, which is the proxy's if there is one; null if the platform does not show it.</summary>
    public IPEndPoint? RemoteAddress { get; internal set; }

    /// <summary>The proxy that was used; null for none.</summary>
    public Uri? Proxy { get; internal set; }

    /// <summary>Why there was no answer; <see cref="ConnectionFailure.None"/> if there was one.</summary>
    public ConnectionFailure Failure { get; internal set; }

    /// <summary>The failure in a sentence; null if there was none.</summary>
    public string? FailureMessage { get; internal set; }

    // What the rules need besides.
    internal TlsProblem TlsProblem { get; set; }

    internal string? CertificateIssuer { get; set; }

    internal bool IsWebSocket { get; set; }

    internal bool IsPassword { get; set; }

    internal bool WasGreeted { get; set; }

    internal bool IsAcceptWrong { get; set; }

    internal bool IsTcpConnected { get; set; }

    internal bool WasUrlChanged { get; set; }

    internal string? Location { get; set; }

    internal int? ProxyStatus { get; set; }

    internal TimeSpan TimeLimit { get; set; }

    /// <summary>The outcome in a few words.</summary>
    public override string ToString() => SafeText.Of(
        Failure != ConnectionFailure.None ? $"failed: {Failure}"
        : StatusCode is not { } status ? "not connected"
        : $"{(Connected ? "connected" : "refused")}: {status.ToString(CultureInfo.InvariantCulture)} {ErrorType ?? ReasonPhrase}".TrimEnd());

    /// <summary>The result for a token that is a password, and so is not sent over HTTP.</summary>
    internal static ConnectionResult NotForHttp() => new()
    {
        IsPassword = true,
        Failure = ConnectionFailure.Unsafe,
        FailureMessage = "The token is a password for a client of its own, and no request for HTTP, so it was not sent.",
    };

    internal ConnectionResult Copy() => (ConnectionResult)MemberwiseClone();
}
