using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Inspection.Rules;

/// <summary>Where a host is.</summary>
internal sealed class HostRegionRule : Rule<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "The region of the scope is the region of the host.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        // A channel or a user has a region of its own: their rules compare all of them.
        if (subject.Region is not { Length: > 0 } region || subject.IsKvsSignaling || subject.IsChimeMessaging
            || HostRegion.Find(subject.Host) is not { } hostRegion || hostRegion == region)
        {
            return;
        }

        findings.Error(
            "HostRegionMismatch",
            region,
            $"The URL was signed for the region {Quoted.Value(region)}, but the host {Quoted.Value(subject.Host)} is in {Quoted.Value(hostRegion)}; the service answers 403.",
            $"Sign it for {hostRegion}, or take the endpoint of {region}.");
    }
}
