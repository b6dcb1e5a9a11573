using AwsSignTools.Findings;

namespace AwsSignTools.Services.Chime;

/// <summary>What a messaging endpoint is.</summary>
internal sealed class ChimeEndpointRule : RuleClass<ChimeConnectRequest>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A messaging endpoint is a wss host, its path /connect.";

    /// <inheritdoc/>
    public override void Check(ChimeConnectRequest subject, ref FindingCollector findings)
    {
        const string Remedy = "Give the Endpoint.Url that GetMessagingSessionEndpoint returns.";
        if (subject.Uri.Endpoint.Scheme != "wss")
        {
            findings.Error(
                "ChimeEndpointInvalid",
                subject.Uri.Endpoint.ToString(),
                $"The endpoint {Quoted.Value(subject.Uri.Endpoint.ToString())} is not a WebSocket endpoint (wss).",
                Remedy);
        }

        if (!subject.Uri.IsRoot && subject.Uri.Path != ChimeConnectSigner.Path)
        {
            findings.Error(
                "ChimeEndpointInvalid",
                subject.Uri.Path,
                $"The endpoint has the path {Quoted.Value(subject.Uri.Path)}; the only path of a messaging session is {ChimeConnectSigner.Path}.",
                Remedy);
        }

        if (subject.Uri.Query is not null && !subject.IsWhole)
        {
            findings.Error(
                "ChimeEndpointInvalid",
                subject.Uri.Endpoint.ToString(),
                "The endpoint has a query of its own; a messaging endpoint has none.",
                Remedy);
        }
    }
}
