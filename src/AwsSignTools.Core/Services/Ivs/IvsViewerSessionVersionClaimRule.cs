using AwsSignTools.Findings;

namespace AwsSignTools.Services.Ivs;

/// <summary>The form of <c>aws:viewer-session-version</c>.</summary>
internal sealed class IvsViewerSessionVersionClaimRule : RuleClass<IvsTokenClaims>
{
    /// <inheritdoc/>
    public override string Statement => $"{IvsClaimName.ViewerSessionVersion} is an integer of 64 bits.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        if (subject.Find(IvsClaimName.ViewerSessionVersion) is { } value && !value.TryGetInteger(out _))
        {
            findings.Error(
                "IvsViewerSessionVersionInvalid",
                value.Text,
                $"{IvsClaimName.ViewerSessionVersion} is {IvsTokenClaims.Show(value)}; it must be an integer of at most {long.MaxValue}.",
                "Write it as an integer without quotation marks, such as a count, or seconds since 1970.");
        }
    }
}
