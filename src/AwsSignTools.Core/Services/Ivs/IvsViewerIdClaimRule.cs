using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>The form of <c>aws:viewer-id</c>.</summary>
internal sealed class IvsViewerIdClaimRule : RuleClass<IvsTokenClaims>
{
    /// <inheritdoc/>
    public override string Statement => $"{IvsClaimName.ViewerId} is text.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        if (subject.Find(IvsClaimName.ViewerId) is { } value && value.Kind != JsonKind.Text)
        {
            findings.Error(
                "IvsViewerIdNotText",
                value.Text,
                $"{IvsClaimName.ViewerId} is {IvsTokenClaims.Show(value)}; it must be text.",
                value.Kind == JsonKind.Number ? "Put the number between quotation marks." : "Write the id as text, or leave the claim out.");
        }
    }
}
