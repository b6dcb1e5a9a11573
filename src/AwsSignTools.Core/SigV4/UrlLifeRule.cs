using AwsSignTools.Findings;
using AwsSignTools.Kvs;

namespace AwsSignTools.SigV4;

/// <summary>How long a service lets a presigned URL live.</summary>
internal sealed class UrlLifeRule : Rule<UrlSigningRequest>
{
    /// <inheritdoc/>
    public override string Statement => "A presigned URL lives no longer than its service takes, which may be less than the seven days of SigV4.";

    /// <inheritdoc/>
    public override void Check(UrlSigningRequest subject, ref FindingCollector findings)
    {
        // Of signaling URLs the rules of the service say it.
        if (subject.ExpiresIn > subject.Settings.LongestPresignedLife && !KvsUrlSigningRule.IsFor(subject))
        {
            findings.Warning(
                "UrlLifeLong",
                subject.ExpiresIn,
                $"The URL is to expire in {subject.ExpiresIn:c}; {subject.Service} takes at most {subject.Settings.LongestPresignedLife:c} (hours:minutes:seconds).",
                "Leave -ExpiresIn out, and make a new URL for each connection.");
        }
    }
}
