using System;
using System.Collections.Generic;
using AwsSignTools.Services.Kvs;
using AwsSignTools.SigV4;

namespace AwsSignTools.Aws;

/// <summary>What a service's rules look at in a URL that is to be signed by its query, or was.</summary>
/// <param name="Uri">The URL.</param>
/// <param name="Endpoint">Where it leads; the URL's own, but for a port that is put in.</param>
/// <param name="Service">The service it is signed for.</param>
/// <param name="Region">The region it is signed for; null where that is not known.</param>
/// <param name="Life">How long it lives; null where that is not known.</param>
/// <param name="Query">Its parameters besides the signer's own.</param>
internal sealed record UrlFacts(
    RequestUri Uri, Endpoint Endpoint, string Service, string? Region, TimeSpan? Life, IReadOnlyList<QueryParameter> Query)
{
    /// <summary>The host, in lower case.</summary>
    public string Host => Endpoint.Host;

    /// <summary>What the service wants.</summary>
    public SignerSettings Settings => ServiceQuirks.For(Service);

    /// <summary>True for a signaling URL of Kinesis Video Streams, right or wrong: not for the service's other APIs, which are https.</summary>
    public bool IsKvsSignaling =>
        Value(KvsSignalingRequest.ChannelArnParameter) is not null
        || (Endpoint.Scheme is "wss" or "ws" && (Service == "kinesisvideo" || !KvsHost.RegionOf(Host).IsEmpty));

    /// <summary>True for a URL of Chime SDK messaging, right or wrong: not for the service's other APIs, which are https.</summary>
    public bool IsChimeMessaging => Endpoint.Scheme is "wss" or "ws" && (Service == "chime" || Host.EndsWith(".chime.aws", StringComparison.Ordinal));

    /// <summary>The value of the first parameter of a name; null where there is none.</summary>
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
