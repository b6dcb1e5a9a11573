using System;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>How long a token may last that works once, or has a viewer.</summary>
internal sealed class IvsLimitedLifeRule : RuleClass<IvsTokenContents>
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override string Statement => "A token with a single-use id or a viewer id ends ten minutes from now at most.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        if (subject.ExpiresAt is { } end && subject.HasLimitedLife && end - subject.Time > LongestLife)
        {
            findings.Error(
                "IvsExpiryTooLate",
                end,
                $"The token {(subject.IsSigned ? "ends" : "would end")} at {AmzDate.Format(end)}, {end - subject.Time:c} after {(subject.IsSigned ? AmzDate.Format(subject.Time) : "it is signed")}; a single-use token, or one with a viewer id, may last ten minutes at most.",
                "Give an -ExpiresIn of at most 600 seconds; playback that has begun goes on after the token's end.");
        }
    }
}
