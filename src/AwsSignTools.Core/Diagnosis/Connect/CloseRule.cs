using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>An open WebSocket stays open.</summary>
internal sealed class CloseRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A server that was connected to does not close by itself right away.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        ConnectionResult result = subject.Result;
        if (subject.Service == "chime" || result.CloseCode is not { } code || result.FirstEvent?.ExceptionType is not null)
        {
            return;
        }

        string closed = code == 1006
            ? "The WebSocket was opened, and broke off without a close code (1006)"
            : $"The WebSocket was opened, and the server closed it with {code.ToString(CultureInfo.InvariantCulture)}";
        findings.Warning(
            "ConnectClosed",
            code,
            closed + (result.CloseReason is { } reason ? $" and says {Quoted.Value(reason)}." : "."),
            code switch
            {
                1008 => "The server refuses what was sent or who sent it: check the permission of the signer.",
                1006 or 1001 or (>= 1011 and <= 1014) => "Connect again with a new URL; if it stays, a proxy or a firewall may cut WebSockets off.",
                _ => "Look at the reason, and at the service's list of its close codes.",
            });
    }
}
