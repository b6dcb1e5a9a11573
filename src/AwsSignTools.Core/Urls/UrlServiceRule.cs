using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Urls;

/// <summary>For whom a host is signed.</summary>
internal sealed class UrlServiceRule : RuleClass<UrlFacts>
{
    /// <inheritdoc/>
    public override string Statement => "The service of the signature is that of the host, by its SigV4 name.";

    /// <inheritdoc/>
    public override void Check(UrlFacts subject, ref FindingCollector findings)
    {
        string? right = HostService.Find(subject.Host, subject.Uri.Path);
        if (!HostService.IsRight(subject.Service.SigningName, subject.Host, subject.Uri.Path))
        {
            findings.Error(
                "HostServiceMismatch",
                subject.Service.SigningName,
                $"The URL is signed for the service {Quoted.Value(subject.Service.SigningName)}, but the host {Quoted.Value(subject.Host)} is signed for as {Quoted.Value(right)}; it answers 403 to another.",
                $"Sign it for {right}: leave -Service out, or give {right}.");
        }
        else if (right is null && HostRegion.Find(subject.Host) is not null)
        {
            findings.Information(
                "HostServiceUnknown",
                subject.Host,
                $"The host {Quoted.Value(subject.Host)} does not tell which service it belongs to, so {Quoted.Value(subject.Service.SigningName)} cannot be compared.",
                "Nothing, where the service's documentation names it so.");
        }
    }
}
