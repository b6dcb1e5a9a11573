using System;
using System.Collections.Generic;
using System.Net;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>How <see cref="ConnectionTest"/> connects.</summary>
public sealed record ConnectionOptions
{
    /// <summary>How long the whole test may take. Default: 10 seconds.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a first message, or for the server to close, after a WebSocket is open; the wait ends when one arrives. Default: 1.5 seconds.</summary>
    public TimeSpan MessageWait { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The proxy; null for the one that the system or the environment (HTTPS_PROXY, NO_PROXY) names.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The login for <see cref="Proxy"/>; null for the one in its URL, or none.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>
    /// The method of a plain https request: GET, HEAD or OPTIONS. Others may change what is there: the test does not send them, and fails
    /// with <see cref="ConnectionFailure.Unsafe"/>. A WebSocket's is always GET. Default: GET.
    /// </summary>
    public string Method { get; init; } = "GET";

    /// <summary>The signed headers of a plain https request, except <c>host</c>. Default: none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The WebSocket subprotocol; null for the one that the service requires, which is mqtt for iotdevicegateway and none for others.</summary>
    public string? SubProtocol { get; init; }

    /// <summary>The WebSocket subprotocols to ask for, in place of <see cref="SubProtocol"/>; none for that one.</summary>
    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>The message to send first over an open WebSocket, as text; null for none.</summary>
    public string? Greeting { get; init; }

    /// <summary>This machine's clock.</summary>
    public Func<DateTimeOffset> Now { get; init; } = static () => DateTimeOffset.UtcNow;
}
