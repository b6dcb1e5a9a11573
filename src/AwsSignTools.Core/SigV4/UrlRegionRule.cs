using AwsSignTools.Findings;
using AwsSignTools.Kvs;

namespace AwsSignTools.SigV4;

/// <summary>Where a host is.</summary>
internal sealed class UrlRegionRule : Rule<UrlSigningRequest>
{
    /// <inheritdoc/>
    public override string Statement => "The region of the signature is the region of the host.";

    /// <inheritdoc/>
    public override void Check(UrlSigningRequest subject, ref FindingCollector findings)
    {
        // A channel has a region of its own: the rules of signaling compare all of them.
        if (!KvsUrlSigningRule.IsFor(subject) && subject.Region is { } region && HostRegion.Find(subject.Endpoint.Host) is { } right && right != region)
        {
            findings.Warning(
                "HostRegionMismatch",
                region,
                $"The URL is signed for the region {Quoted.Value(region)}, but the host {Quoted.Value(subject.Endpoint.Host)} is in {Quoted.Value(right)}; it answers 403 to another.",
                "Leave -Region out: the host has it.");
        }
    }
}
