using System;
using System.Globalization;
using System.Net;
using AwsSignTools.EventStream;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>
/// What happened when a signed URL was connected to. Texts are the server's own, bounded, without the URL's signature and session token,
/// should the server have repeated them.
/// </summary>
public sealed class ConnectionResult
{
    internal ConnectionResult()
    {
    }

    /// <summary>True where the WebSocket was opened; for a plain request, where the status is one of success.</summary>
    public bool Connected { get; internal set; }

    /// <summary>The HTTP status, which is 101 for a WebSocket that was opened; null where there was no answer.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The text behind the status.</summary>
    public string? ReasonPhrase { get; internal set; }

    /// <summary>The service's name for the error, such as <c>InvalidSignatureException</c>: its <c>x-amzn-ErrorType</c>, or what the body names.</summary>
    public string? ErrorType { get; internal set; }

    /// <summary>The service's words in the body of a refusal; null where there are none.</summary>
    public string? ErrorMessage { get; internal set; }

    /// <summary>The service's number for the request, for a case with AWS Support.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>The answer's body as text, its first 16 KiB; null where there is none, or it is no text.</summary>
    public string? Body { get; internal set; }

    /// <summary>The first message of the WebSocket: a text, or bytes, its first 64 KiB; null where none came within the wait.</summary>
    public object? FirstMessage { get; internal set; }

    /// <summary>The first message read as an event-stream frame, such as Amazon Transcribe sends; null where it is none.</summary>
    public EventStreamMessage? FirstEvent { get; internal set; }

    /// <summary>
    /// The code with which the server closed the WebSocket by itself: 1000 where it named none, 1006 where the connection broke off; null
    /// where it stayed open.
    /// </summary>
    public int? CloseCode { get; internal set; }

    /// <summary>What the server said when it closed the WebSocket.</summary>
    public string? CloseReason { get; internal set; }

    /// <summary>The time from the start to the head of the answer: name, connection, TLS and request. Null where there was no answer.</summary>
    public TimeSpan? HandshakeTime { get; internal set; }

    /// <summary>The server's clock, as its <c>Date</c> header tells, in whole seconds; null where the platform or the server shows none.</summary>
    public DateTimeOffset? ServerDate { get; internal set; }

    /// <summary>How far the server's clock is ahead of this machine's; negative where it is behind; null where nothing tells.</summary>
    public TimeSpan? ClockSkew { get; internal set; }

    /// <summary>The address that was connected to, which is the proxy's where there is one; null where the platform does not tell.</summary>
    public IPEndPoint? RemoteAddress { get; internal set; }

    /// <summary>The proxy that was used; null for none.</summary>
    public Uri? Proxy { get; internal set; }

    /// <summary>Why there was no answer; <see cref="ConnectionFailure.None"/> where there was one.</summary>
    public ConnectionFailure Failure { get; internal set; }

    /// <summary>The failure in a sentence; null where there was none.</summary>
    public string? FailureMessage { get; internal set; }

    // What the rules need beyond what people want to see.
    internal TlsProblem TlsProblem { get; set; }

    internal string? CertificateIssuer { get; set; }

    internal bool IsWebSocket { get; set; }

    internal bool IsAcceptWrong { get; set; }

    internal bool IsTcpConnected { get; set; }

    internal bool WasUrlChanged { get; set; }

    internal string? Location { get; set; }

    internal int? ProxyStatus { get; set; }

    internal TimeSpan TimeLimit { get; set; }

    /// <summary>The outcome in a few words.</summary>
    public override string ToString() =>
        Failure != ConnectionFailure.None ? $"failed: {Failure}"
        : StatusCode is not { } status ? "not connected"
        : $"{(Connected ? "connected" : "refused")}: {status.ToString(CultureInfo.InvariantCulture)} {ErrorType ?? ReasonPhrase}".TrimEnd();

    internal ConnectionResult Copy() => (ConnectionResult)MemberwiseClone();
}
