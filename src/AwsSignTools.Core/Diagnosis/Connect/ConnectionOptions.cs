using System;
using System.Collections.Generic;
using System.Net;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>How a connection is tested.</summary>
public sealed class ConnectionOptions
{
    /// <summary>How long all of it may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a first message, or for the server to close, once a WebSocket is open; the wait ends when one comes.</summary>
    public TimeSpan MessageWait { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The proxy; null for the one that the system or the environment (HTTPS_PROXY, NO_PROXY) names.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The login for <see cref="Proxy"/>; null for none.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>The method of a plain https request: GET, HEAD or OPTIONS, since others change what is there. A WebSocket's is always GET.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The headers of a plain https request that are signed, besides <c>host</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The WebSocket subprotocol; null for the one that the service wants: mqtt for iotdevicegateway, none for others.</summary>
    public string? SubProtocol { get; init; }

    /// <summary>This machine's clock.</summary>
    public Func<DateTimeOffset> Now { get; init; } = static () => DateTimeOffset.UtcNow;
}
