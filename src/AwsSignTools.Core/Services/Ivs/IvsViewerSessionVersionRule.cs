using AwsSignTools.Findings;

namespace AwsSignTools.Services.Ivs;

/// <summary>What counts a viewer's sessions (<c>aws:viewer-session-version</c>), for revocation.</summary>
internal sealed class IvsViewerSessionVersionRule : RuleClass<IvsTokenContents>
{
    /// <inheritdoc/>
    public override string Statement =>
        $"A viewer session version belongs to a viewer id, and is at most {int.MaxValue} where it is to be revoked.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        if (subject.ViewerSessionVersion is not { } version)
        {
            return;
        }

        if (subject.ViewerId is null)
        {
            findings.Error(
                "IvsViewerSessionVersionUnused",
                version,
                "A viewer session version is given without a viewer id, which it belongs to.",
                "Give -ViewerId, or leave -ViewerSessionVersion out.");
        }
        else if (version > int.MaxValue)
        {
            findings.Warning(
                "IvsViewerSessionVersionLarge",
                version,
                $"The viewer session version {version} is above {int.MaxValue}; StartViewerSessionRevocation cannot name such a version, so the session cannot be revoked by it.",
                "Use a smaller version, such as a count, or seconds since 1970.");
        }
    }
}
