using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.SigV4;

namespace AwsSignTools.Urls;

/// <summary>What a presigned URL of any service is to be made of, not yet checked.</summary>
public sealed record UrlSigningRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="uri">The URL; where it names no port and the service listens for WebSockets at another than the scheme's own, that one is put in.</param>
    /// <param name="service">The service's SigV4 name.</param>
    /// <param name="settings">How the service wants its requests signed; null for what the service says.</param>
    /// <exception cref="ArgumentNullException">The URL is none, or the service is null.</exception>
    /// <exception cref="Findings.InvalidInputException"><c>UriEscapeInvalid</c>.</exception>
    public UrlSigningRequest(RequestUri uri, string service, SignerSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(uri.Endpoint, nameof(uri));
        ArgumentNullException.ThrowIfNull(service);
        Uri = uri;
        Service = AwsServices.Get(service);
        Settings = settings ?? Service.Settings;
        Endpoint = uri.Endpoint is { Scheme: "wss", NamesPort: false } && Service.WebSocketPort is { } port && HostService.Find(uri.Endpoint.Host) == service
            ? uri.Endpoint.WithPort(port)
            : uri.Endpoint;
        Query = QueryParameter.ParseQuery(uri.Query ?? string.Empty);
        ExpiresIn = Service.PresignedLife;
    }

    /// <summary>The URL as it was given.</summary>
    public RequestUri Uri { get; }

    /// <summary>The service.</summary>
    public AwsService Service { get; }

    /// <summary>How the service wants its requests signed.</summary>
    public SignerSettings Settings { get; }

    /// <summary>Where the URL leads, its port included.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The parameters of the query, not encoded. At first those of the URL.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The headers that are to be sent with it; all are signed but those that change on the way.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The hash line of the body; null to take the header <c>x-amz-content-sha256</c>, or else what the settings say.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>The region; null where it is not known.</summary>
    public string? Region { get; init; }

    /// <summary>How long the URL is to be good for. At first what the service says.</summary>
    public TimeSpan ExpiresIn { get; init; }

    /// <summary>The region that the URL tells by its host, or by the ARN of a parameter where the service names one.</summary>
    /// <returns>The region; null where the URL tells none.</returns>
    public string? FindRegion()
    {
        if (HostRegion.Find(Endpoint.Host) is { } region)
        {
            return region;
        }

        foreach (QueryParameter parameter in Query)
        {
            if (parameter.Name == Service.RegionArnParameter && Arn.RegionOf(parameter.Value) is { Length: > 0 } found)
            {
                return found;
            }
        }

        return null;
    }
}
