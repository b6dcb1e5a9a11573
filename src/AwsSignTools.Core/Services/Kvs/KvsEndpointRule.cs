using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Kvs;

/// <summary>What a signaling endpoint is.</summary>
internal sealed class KvsEndpointRule : RuleClass<KvsSignalingRequest>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A signaling endpoint is a wss host without a path, as GetSignalingChannelEndpoint returns it for the protocol WSS.";

    /// <inheritdoc/>
    public override void Check(KvsSignalingRequest subject, ref FindingCollector findings)
    {
        Endpoint endpoint = subject.Endpoint;
        if (endpoint.Scheme != "wss")
        {
            findings.Error(
                "KvsEndpointInvalid",
                endpoint.ToString(),
                $"The endpoint {Quoted.Value(endpoint.ToString())} is not a WebSocket endpoint (wss); an https endpoint is for the other signaling API.",
                "Ask GetSignalingChannelEndpoint for the protocol WSS and give that endpoint.");
        }

        if (!RequestUri.IsRootPath(subject.Path))
        {
            findings.Error(
                "KvsEndpointInvalid",
                subject.Path,
                $"The endpoint has the path {Quoted.Value(subject.Path)}; a signaling endpoint has none.",
                "Give the endpoint as GetSignalingChannelEndpoint returned it.");
        }
    }
}
