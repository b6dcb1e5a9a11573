using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>How AWS is reached.</summary>
internal sealed class SchemeRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "AWS takes signed URLs over TLS only: wss or https.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        string scheme = subject.Uri.Endpoint.Scheme;
        if (scheme is "ws" or "http" && (HostService.Find(subject.Host) ?? HostRegion.Find(subject.Host)) is not null)
        {
            findings.Error(
                "SchemeNotSecure",
                scheme,
                $"The URL begins with {scheme}://, without TLS; the service listens for {scheme}s only, and the signature would travel in the open.",
                $"Write {scheme}s://; the scheme is not part of the signature.");
        }
    }
}
