using System;
using System.Collections.Generic;
using AwsSignTools.SigV4;

namespace AwsSignTools.Aws;

/// <summary>What a service's rules check in a URL that is to be signed by its query, or was.</summary>
/// <param name="Uri">The URL.</param>
/// <param name="Endpoint">Where it leads; the URL's own, except for a port that is added.</param>
/// <param name="Service">The service it is signed for.</param>
/// <param name="Region">The region it is signed for; null if that is not known.</param>
/// <param name="Life">How long it is valid; null if that is not known.</param>
/// <param name="Query">Its parameters besides the signer's own.</param>
internal sealed record UrlFacts(
    RequestUri Uri, Endpoint Endpoint, AwsService Service, string? Region, TimeSpan? Life, IReadOnlyList<QueryParameter> Query)
{
    /// <summary>The host, in lower case.</summary>
    public string Host => Endpoint.Host;

    /// <summary>The signing name of the service that a URL leads to; null if its host does not name one.</summary>
    public static string? FindService(RequestUri uri) => HostService.Find(uri.Endpoint.Host, PathThatDecides(uri));

    /// <summary>The signing name of the service that the URL leads to; null if its host does not name one.</summary>
    public string? HostsService => FindService(Uri);

    /// <summary>True if the host accepts requests that are signed for the service of the URL, or it is not known which it accepts.</summary>
    public bool IsServiceRight => HostService.IsRight(Service.SigningName, Host, PathThatDecides(Uri));

    /// <summary>
    /// True for a URL of the service's WebSocket, valid or not: it has the parameter or the path that only such URLs have, or it is one of
    /// a WebSocket and the host or the signature names the service.
    /// </summary>
    public bool IsWebSocketOf(AwsService service) =>
        (service.OwnParameter is { } own && Value(own) is not null)
        || HasPathOf(service)
        || (Endpoint.Scheme is "wss" or "ws" && (Service == service || HostService.Find(Host) == service.SigningName));

    /// <summary>True for a URL that is signed for a service, and whose path ends with the one that only its WebSocket has.</summary>
    public bool HasPathOf(AwsService service) =>
        service.OwnPath is { } path && Service == service && Uri.Path.EndsWith(path, StringComparison.Ordinal);

    // A host of several services has one WebSocket: there a wrong path is a mistake, and not another service's.
    private static string? PathThatDecides(RequestUri uri) => uri.Endpoint.Scheme is "wss" or "ws" ? null : uri.Path;

    /// <summary>The value of the first parameter of a name; null if there is none.</summary>
    public string? Value(string name)
    {
        foreach (QueryParameter parameter in Query)
        {
            if (parameter.Name == name)
            {
                return parameter.Value;
            }
        }

        return null;
    }
}
