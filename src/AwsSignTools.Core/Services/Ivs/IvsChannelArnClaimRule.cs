using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>The form of <c>aws:channel-arn</c>.</summary>
internal sealed class IvsChannelArnClaimRule : RuleClass<IvsTokenClaims>
{
    /// <inheritdoc/>
    public override string Statement => $"{IvsClaimName.ChannelArn} must be there, and is text.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        if (subject.Find(IvsClaimName.ChannelArn) is not { } value)
        {
            if (subject.IsMissing(IvsClaimName.ChannelArn))
            {
                findings.Error(
                    "IvsChannelArnMissing",
                    IvsClaimName.ChannelArn,
                    $"The token has no {IvsClaimName.ChannelArn}: it says not what it is for.",
                    "Add the ARN of the channel that is to be played.");
            }
        }
        else if (value.Kind != JsonKind.Text)
        {
            findings.Error(
                "IvsChannelArnInvalid",
                value.Text,
                $"{IvsClaimName.ChannelArn} is {IvsTokenClaims.Show(value)}; it must be the ARN of one channel, as text.",
                "Give the Arn that GetChannel returns; a token is for one channel.");
        }
    }
}
