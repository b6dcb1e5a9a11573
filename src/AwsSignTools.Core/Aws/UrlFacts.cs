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
