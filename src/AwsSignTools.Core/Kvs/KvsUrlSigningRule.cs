using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Kvs;

/// <summary>What the service's own rules say of a signaling URL that is signed as any other URL.</summary>
internal sealed class KvsUrlSigningRule : Rule<UrlSigningRequest>
{
    /// <inheritdoc/>
    public override string Statement => "A signaling URL meets the rules of Kinesis Video Streams.";

    /// <summary>True for a URL to connect with: not for the service's other APIs, which are https.</summary>
    public static bool IsFor(UrlSigningRequest request) => request is { Service: "kinesisvideo", Endpoint.Scheme: "wss" };

    /// <inheritdoc/>
    public override void Check(UrlSigningRequest subject, ref FindingCollector findings)
    {
        if (IsFor(subject))
        {
            KvsSignalingRequest request = KvsSignalingRequest.FromQuery(subject.Uri, subject.Query) with
            {
                Region = subject.Region,
                ExpiresIn = subject.ExpiresIn,
            };
            UrlSigningRules.AddAsWarnings(KvsSignalingRules.Check(request), "New-KvsSignedUrl", ref findings);
        }
    }
}
