using AwsSignTools.Findings;

namespace AwsSignTools.Services.Ivs;

/// <summary>What names a viewer (<c>aws:viewer-id</c>).</summary>
internal sealed class IvsViewerIdRule : RuleClass<IvsTokenContents>
{
    private const int LongestViewerId = 40;

    /// <inheritdoc/>
    public override string Statement => $"A viewer id has 1 to {LongestViewerId} characters.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        if (subject.ViewerId is { } viewerId && viewerId.Length is 0 or > LongestViewerId)
        {
            findings.Error(
                "IvsViewerIdInvalid",
                viewerId,
                $"The viewer id {Quoted.Value(viewerId)} has {viewerId.Length} characters; it may have 1 to {LongestViewerId}.",
                "Give a shorter id of the viewer, such as a GUID, and no personal data.");
        }
    }
}
