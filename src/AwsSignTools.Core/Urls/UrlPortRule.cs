using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Urls;

/// <summary>Where a service listens for WebSockets.</summary>
internal sealed class UrlPortRule : RuleClass<UrlFacts>
{
    /// <inheritdoc/>
    public override string Statement => "A WebSocket goes to the port at which the service listens for it: 8443 for Amazon Transcribe, 443 for the others.";

    /// <inheritdoc/>
    public override void Check(UrlFacts subject, ref FindingCollector findings)
    {
        // A server of another, such as one for tests, listens where it likes.
        if (subject.Endpoint.Scheme == "wss" && HostService.Find(subject.Host) == subject.Service.SigningName
            && subject.Endpoint.Port != (subject.Service.WebSocketPort ?? 443))
        {
            string right = (subject.Service.WebSocketPort ?? 443).ToString(CultureInfo.InvariantCulture);
            findings.Error(
                "WebSocketPortUnknown",
                subject.Endpoint.Port,
                $"The URL goes to port {subject.Endpoint.Port.ToString(CultureInfo.InvariantCulture)}; {subject.Service} takes WebSockets at {right}, and the port is part of the signed host.",
                $"Sign it with the port {right}; New-AwsSignedUrl puts it in where the URL has none.");
        }
    }
}
