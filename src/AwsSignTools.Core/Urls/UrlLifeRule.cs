using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Urls;

/// <summary>How long a service lets a presigned URL live.</summary>
internal sealed class UrlLifeRule : RuleClass<UrlFacts>
{
    /// <inheritdoc/>
    public override string Statement => "A presigned URL lives no longer than its service takes, which may be less than the seven days of SigV4.";

    /// <inheritdoc/>
    public override void Check(UrlFacts subject, ref FindingCollector findings)
    {
        // Of signaling URLs the rules of the service say it; what SigV4 itself forbids is another rule's.
        if (subject.Life is { } life && life > subject.Service.LongestPresignedLife && life <= SigV4Presigner.LongestLife && !subject.IsWebSocketOf(AwsServices.KinesisVideo))
        {
            findings.Warning(
                "UrlLifeLong",
                life,
                $"The URL is to expire in {life:c}; {subject.Service} takes at most {subject.Service.LongestPresignedLife:c} (hours:minutes:seconds).",
                "Leave -ExpiresIn out, and make a new URL for each connection.");
        }
    }
}
