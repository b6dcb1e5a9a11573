using System;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Inspection.Rules;

/// <summary>Which service a host belongs to: the scope has to name the same.</summary>
internal sealed class HostServiceRule : Rule<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement => "The service of the scope is the one that the host belongs to, by its SigV4 name.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        if (subject.Service is not { Length: > 0 } service)
        {
            return;
        }

        string? meant = HostService.Find(subject.Host, subject.Uri.Path);
        if (meant is null)
        {
            if (HostRegion.Find(subject.Host) is not null)
            {
                findings.Information(
                    "HostServiceUnknown",
                    subject.Host,
                    $"The host {Quoted.Value(subject.Host)} does not tell which service it belongs to, so the scope's {Quoted.Value(service)} cannot be compared.",
                    "Nothing, where the service's documentation names it so.");
            }
        }
        else if (meant != service)
        {
            string message = $"The URL was signed for the service {Quoted.Value(service)}, but the host {Quoted.Value(subject.Host)} belongs to {Quoted.Value(meant)}; the service answers 403.";
            string remedy = $"Sign it for {meant}.";
            if (IsRelated(service, meant))
            {
                findings.Warning("HostServiceMismatch", service, message, remedy);
            }
            else
            {
                findings.Error("HostServiceMismatch", service, message, remedy);
            }
        }
    }

    // Hosts that take a signature for a part of the service too: the tokens of MSK, and the gateways of AWS IoT.
    private static bool IsRelated(string service, string meant) =>
        service.StartsWith(meant + "-", StringComparison.Ordinal)
        || (meant.StartsWith("iot", StringComparison.Ordinal) && service.StartsWith("iot", StringComparison.Ordinal));
}
