using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A WebSocket's URL is answered by a WebSocket.</summary>
internal sealed class UpgradeRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A WebSocket is opened by the status 101 and no other.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.NotWebSocket)
        {
            findings.Error(
                "ConnectNotWebSocket",
                subject.Result.StatusCode,
                $"{subject.Answered}, which is no WebSocket: a page of a proxy or of the network's login, or the host's other API, answers.",
                "Check the endpoint (wss, not https) and look at Body; a proxy must let WebSockets through.");
        }
    }
}
