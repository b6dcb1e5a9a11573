using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>The form of <c>aws:strict-origin-enforcement</c>.</summary>
internal sealed class IvsStrictOriginClaimRule : RuleClass<IvsTokenClaims>
{
    /// <inheritdoc/>
    public override string Statement => $"{IvsClaimName.StrictOriginEnforcement} is true or false.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        if (subject.Find(IvsClaimName.StrictOriginEnforcement) is { } value && value.Kind != JsonKind.Boolean)
        {
            findings.Error(
                "IvsStrictOriginNotBoolean",
                value.Text,
                $"{IvsClaimName.StrictOriginEnforcement} is {IvsTokenClaims.Show(value)}; it must be true or false.",
                "Write true or false without quotation marks.");
        }
    }
}
