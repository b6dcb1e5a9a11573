using AwsSignTools.Findings;

namespace AwsSignTools.SigV4;

/// <summary>For whom a host is signed.</summary>
internal sealed class UrlServiceRule : Rule<UrlSigningRequest>
{
    /// <inheritdoc/>
    public override string Statement => "The service of the signature is that of the host, by its SigV4 name.";

    /// <inheritdoc/>
    public override void Check(UrlSigningRequest subject, ref FindingCollector findings)
    {
        if (!HostService.IsRight(subject.Service, subject.Endpoint.Host, subject.Uri.Path))
        {
            string right = HostService.Find(subject.Endpoint.Host, subject.Uri.Path)!;
            findings.Warning(
                "HostServiceMismatch",
                subject.Service,
                $"The URL is signed for the service {Quoted.Value(subject.Service)}, but the host {Quoted.Value(subject.Endpoint.Host)} is signed for as {Quoted.Value(right)}; it answers 403 to another.",
                $"Leave -Service out, or give {right}.");
        }
    }
}
