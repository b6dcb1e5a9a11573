using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Chime;

/// <summary>Where a user is.</summary>
internal sealed class ChimeRegionRule : RuleClass<ChimeConnectRequest>
{
    /// <inheritdoc/>
    public override string Statement =>
        "The user and the signature are of one region.";

    /// <inheritdoc/>
    public override void Check(ChimeConnectRequest subject, ref FindingCollector findings)
    {
        if (subject.Region is { } meant && Arn.TryParse(subject.UserArn, out Arn arn) && !arn.Region.SequenceEqual(meant.AsSpan()))
        {
            findings.Error(
                "ChimeRegionMismatch",
                meant,
                $"The region {Quoted.Value(meant)} is not the user's, {Quoted.Value(arn.Region.ToString())}; the service answers 403.",
                "Leave -Region out: the user ARN has it.");
        }
    }
}
