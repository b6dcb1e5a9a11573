using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Urls;

/// <summary>For whom a host is signed.</summary>
internal sealed class UrlServiceRule : Rule<UrlFacts>
{
    /// <inheritdoc/>
    public override string Statement => "The service of the signature is that of the host, by its SigV4 name.";

    /// <inheritdoc/>
    public override void Check(UrlFacts subject, ref FindingCollector findings)
    {
        string? right = HostService.Find(subject.Host, subject.Uri.Path);
        if (!HostService.IsRight(subject.Service, subject.Host, subject.Uri.Path))
        {
            findings.Error(
                "HostServiceMismatch",
                subject.Service,
                $"The URL is signed for the service {Quoted.Value(subject.Service)}, but the host {Quoted.Value(subject.Host)} is signed for as {Quoted.Value(right)}; it answers 403 to another.",
                $"Sign it for {right}: leave -Service out, or give {right}.");
        }
        else if (right is null && HostRegion.Find(subject.Host) is not null)
        {
            findings.Information(
                "HostServiceUnknown",
                subject.Host,
                $"The host {Quoted.Value(subject.Host)} does not tell which service it belongs to, so {Quoted.Value(subject.Service)} cannot be compared.",
                "Nothing, where the service's documentation names it so.");
        }
    }
}
