using AwsSignTools.Findings;

namespace AwsSignTools.Services.Ivs;

/// <summary>The form of <c>aws:single-use-uuid</c>.</summary>
internal sealed class IvsSingleUseClaimRule : RuleClass<IvsTokenClaims>
{
    /// <inheritdoc/>
    public override string Statement => $"{IvsClaimName.SingleUseId} is a UUID as text, another one in each token.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        if (subject.Find(IvsClaimName.SingleUseId) is { } value && subject.SingleUseId() is null)
        {
            findings.Error(
                "IvsSingleUseIdInvalid",
                value.Text,
                $"{IvsClaimName.SingleUseId} is {IvsTokenClaims.Show(value)}; it must be a UUID.",
                "Write a new UUID into each token: 32 hexadecimal digits as 8-4-4-4-12, without braces.");
        }
    }
}
