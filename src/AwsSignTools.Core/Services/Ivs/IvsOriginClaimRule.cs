using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>The form of <c>aws:access-control-allow-origin</c>.</summary>
internal sealed class IvsOriginClaimRule : RuleClass<IvsTokenClaims>
{
    /// <inheritdoc/>
    public override string Statement => $"{IvsClaimName.AllowOrigin} is one text: the origins with commas between.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        switch (subject.Find(IvsClaimName.AllowOrigin))
        {
            case null or { Kind: JsonKind.Text, Text.Length: > 0 }:
                break;
            case { Kind: JsonKind.Text }:
                findings.Warning(
                    "IvsOriginEmpty",
                    string.Empty,
                    $"{IvsClaimName.AllowOrigin} is empty: it names no origin.",
                    "Name the origins that may play, or leave the claim out for all.");
                break;
            case { } value:
                findings.Error(
                    "IvsOriginNotText",
                    IvsClaimName.AllowOrigin,
                    $"{IvsClaimName.AllowOrigin} is {IvsTokenClaims.Show(value)}; it must be one text.",
                    "Join the origins with commas, and no spaces: \"https://example.com,https://example.org\".");
                break;
        }
    }
}
