using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.SigV4;

namespace AwsSignTools.Urls;

/// <summary>The parts of a presigned URL of any service, not yet checked.</summary>
public sealed record UrlSigningRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="uri">The URL. If it names no port, and the service listens on a port that is not the scheme's, that port is added.</param>
    /// <param name="service">The service's SigV4 name.</param>
    /// <param name="settings">How the service wants its requests signed; null for those of the service.</param>
    /// <exception cref="ArgumentNullException"><paramref name="uri"/> is not a URL, or <paramref name="service"/> is null.</exception>
    /// <exception cref="Findings.InvalidInputException"><c>UriEscapeInvalid</c>.</exception>
    public UrlSigningRequest(RequestUri uri, string service, SignerSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(uri.Endpoint, nameof(uri));
        ArgumentNullException.ThrowIfNull(service);
        Uri = uri;
        Service = AwsServices.Get(service);
        Settings = settings ?? Service.Settings;
        Endpoint = !uri.Endpoint.NamesPort && FindPort(uri.Endpoint.Scheme) is { } port && HostService.Find(uri.Endpoint.Host) == service
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

    /// <summary>The endpoint of the URL, its port included.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The parameters of the query, not encoded. By default those of the URL.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The headers that are to be sent with it; all are signed except those that change in transit.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The hash line of the body; null for that of the header <c>x-amz-content-sha256</c>, otherwise that of the settings.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>The region; null if it is not known.</summary>
    public string? Region { get; init; }

    /// <summary>How long the URL is valid. By default the service's.</summary>
    public TimeSpan ExpiresIn { get; init; }

    /// <summary>True for a URL that does not say how long it is valid; only some services accept one.</summary>
    public bool OmitsExpiry { get; init; }

    /// <summary>Finds the region of the URL: that of its host, otherwise that of the ARN in the parameter which the service names.</summary>
    /// <returns>The region; null if the URL has none.</returns>
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

    private int? FindPort(string scheme) => scheme switch
    {
        "wss" => Service.WebSocketPort ?? Service.UsualPort,
        "https" => Service.UsualPort,
        _ => null,
    };
}
