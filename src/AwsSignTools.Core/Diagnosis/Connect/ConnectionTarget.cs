using System;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>What is connected to.</summary>
internal sealed class ConnectionTarget
{
    private ConnectionTarget(RequestUri parts, string sent)
    {
        Endpoint = parts.Endpoint;
        Uri = ExactUri.Create(sent, out bool isExact);
        IsExact = isExact;
        Secrets = new UrlSecrets(parts.Query);
        SubProtocol = new InspectedUrl(parts, default).Service == "iotdevicegateway" ? "mqtt" : null;
    }

    /// <summary>The scheme, host and port.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>What the platform is given.</summary>
    public Uri Uri { get; }

    /// <summary>False where this platform sends other characters than those of the URL.</summary>
    public bool IsExact { get; }

    /// <summary>What must not be repeated.</summary>
    public UrlSecrets Secrets { get; }

    /// <summary>The WebSocket subprotocol that the service wants; null for none.</summary>
    public string? SubProtocol { get; }

    /// <summary>True for ws and wss.</summary>
    public bool IsWebSocket => Endpoint.Scheme is "wss" or "ws";

    /// <summary>Reads a URL.</summary>
    /// <exception cref="Findings.InvalidInputException"><c>EndpointInvalid</c>: it is none.</exception>
    /// <exception cref="UriFormatException">The platform has no such URL.</exception>
    public static ConnectionTarget Parse(string url)
    {
        RequestUri parts = RequestUri.Parse(url);
        string path = parts.Path.Length == 0 ? "/" : parts.Path;
        return new ConnectionTarget(parts, parts.Query is null ? $"{parts.Endpoint}{path}" : $"{parts.Endpoint}{path}?{parts.Query}");
    }
}
