using System;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>How long a token is likely to be meant to last. There is no limit but for tokens that <see cref="IvsLimitedLifeRule"/> is about.</summary>
internal sealed class IvsLikelyLifeRule : RuleClass<IvsTokenContents>
{
    private static readonly TimeSpan LongestLikelyLife = TimeSpan.FromDays(366);

    /// <inheritdoc/>
    public override string Statement => "exp is in seconds since 1970; a token that lasts longer than a year is rarely meant.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        if (subject.ExpiresAt is { } end && !subject.HasLimitedLife && end - subject.Time > LongestLikelyLife)
        {
            findings.Warning(
                "IvsExpiryFar",
                end,
                $"The token ends at {AmzDate.Format(end)}, more than a year after {(subject.IsSigned ? AmzDate.Format(subject.Time) : "it is signed")}: milliseconds taken for seconds, or a moment for a duration, are the usual cause.",
                "Give -ExpiresIn as a number of seconds from now or a TimeSpan, or -ExpiresAt as a date.");
        }
    }
}
