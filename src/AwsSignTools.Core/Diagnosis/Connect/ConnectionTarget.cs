using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The URL of a test, as it is sent.</summary>
internal sealed class ConnectionTarget
{
    private ConnectionTarget(RequestUri parts, string sent)
    {
        Endpoint = parts.Endpoint;
        Uri = ExactUri.Create(sent, out bool isExact);
        IsExact = isExact;
        Secrets = ConnectionSecrets.FindInQuery(parts.Query);
        Service = AwsServices.Get(new InspectedUrl(parts, default).Service ?? string.Empty);
    }

    /// <summary>The scheme, host and port.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The URL for the platform's HTTP.</summary>
    public Uri Uri { get; }

    /// <summary>False if this platform sends other characters than those of the URL.</summary>
    public bool IsExact { get; }

    /// <summary>What must not be shown.</summary>
    public IReadOnlyList<string> Secrets { get; }

    /// <summary>The service that the URL is signed for; one with the defaults if its scope cannot be read.</summary>
    public AwsService Service { get; }

    /// <summary>True for ws and wss.</summary>
    public bool IsWebSocket => Endpoint.Scheme is "wss" or "ws";

    /// <summary>Reads a URL.</summary>
    /// <exception cref="Findings.InvalidInputException"><c>EndpointInvalid</c>: the text is not a URL.</exception>
    /// <exception cref="UriFormatException">The platform does not support such a URL.</exception>
    public static ConnectionTarget Parse(string url)
    {
        RequestUri parts = RequestUri.Parse(url);
        string path = parts.Path.Length == 0 ? "/" : parts.Path;
        return new ConnectionTarget(parts, parts.Query is null ? $"{parts.Endpoint}{path}" : $"{parts.Endpoint}{path}?{parts.Query}");
    }
}
