using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.SigV4;

/// <summary>Where a service listens for WebSockets.</summary>
internal sealed class UrlPortRule : Rule<UrlSigningRequest>
{
    /// <inheritdoc/>
    public override string Statement => "A WebSocket goes to the port at which the service listens for it: 8443 for Amazon Transcribe, 443 for the others.";

    /// <inheritdoc/>
    public override void Check(UrlSigningRequest subject, ref FindingCollector findings)
    {
        // A server of another, such as one for tests, listens where it likes.
        if (subject.Endpoint is { Scheme: "wss", NamesPort: true } endpoint && HostService.Find(endpoint.Host) == subject.Service
            && endpoint.Port != (subject.Settings.WebSocketPort ?? 443))
        {
            string right = (subject.Settings.WebSocketPort ?? 443).ToString(CultureInfo.InvariantCulture);
            findings.Warning(
                "WebSocketPortUnknown",
                endpoint.Port,
                $"The URL goes to port {endpoint.Port.ToString(CultureInfo.InvariantCulture)}; {subject.Service} takes WebSockets at {right}.",
                $"Leave the port out of the URL, or give {right}.");
        }
    }
}
