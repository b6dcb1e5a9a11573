using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Urls;

/// <summary>Where a host is.</summary>
internal sealed class UrlRegionRule : RuleClass<UrlFacts>
{
    /// <inheritdoc/>
    public override string Statement => "The region of the signature is the region of the host.";

    /// <inheritdoc/>
    public override void Check(UrlFacts subject, ref FindingCollector findings)
    {
        // A channel has a region of its own: the rules of signaling compare all of them.
        if (!subject.IsWebSocketOf(AwsServices.KinesisVideo) && subject.Region is { Length: > 0 } region && HostRegion.Find(subject.Host) is { } right && right != region)
        {
            findings.Error(
                "HostRegionMismatch",
                region,
                $"The URL is signed for the region {Quoted.Value(region)}, but the host {Quoted.Value(subject.Host)} is in {Quoted.Value(right)}; it answers 403 to another.",
                $"Sign it for {right}, or take the endpoint of {Quoted.Value(region)}. Leave -Region out: the host has it.");
        }
    }
}
