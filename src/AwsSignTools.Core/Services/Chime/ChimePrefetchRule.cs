using AwsSignTools.Findings;

namespace AwsSignTools.Services.Chime;

/// <summary>What is sent ahead, and in which order.</summary>
internal sealed class ChimePrefetchRule : RuleClass<ChimeConnectRequest>
{
    /// <inheritdoc/>
    public override string Statement => "An order of prefetched channels is of use only where channels are prefetched.";

    /// <inheritdoc/>
    public override void Check(ChimeConnectRequest subject, ref FindingCollector findings)
    {
        if (subject.PrefetchSortBy is not null && subject.PrefetchOn is null)
        {
            findings.Warning(
                "ChimePrefetchSortUnused",
                subject.PrefetchSortBy,
                "A prefetch order is given, but nothing is prefetched.",
                "Add -PrefetchOn Connect.");
        }
    }
}
