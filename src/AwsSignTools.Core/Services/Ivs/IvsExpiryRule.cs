using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>When a token ends (<c>exp</c>): later than it is looked at.</summary>
internal sealed class IvsExpiryRule : RuleClass<IvsTokenContents>
{
    /// <inheritdoc/>
    public override string Statement => "A token is taken until the moment of its exp claim.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        if (subject.ExpiresAt is not { } end || end > subject.Time)
        {
            return;
        }

        if (subject.IsSigned)
        {
            findings.Error(
                "IvsExpiryPast",
                end,
                $"The token ended at {AmzDate.Format(end)}, {subject.Time - end:c} (hours:minutes:seconds) before {AmzDate.Format(subject.Time)}.",
                "Make a new token shortly before playback begins; playback that has begun goes on after the token's end.");
        }
        else
        {
            findings.Error(
                "IvsExpiryPast",
                end,
                $"The token would end at {AmzDate.Format(end)}, not after it is signed, at {AmzDate.Format(subject.Time)}.",
                "Give a later -ExpiresAt, or -ExpiresIn of at least one second.");
        }
    }
}
