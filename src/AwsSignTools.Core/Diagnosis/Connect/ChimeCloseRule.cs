using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A messaging session stays open.</summary>
internal sealed class ChimeCloseRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The close code of a Chime messaging session tells whether to connect again.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Service != "chime" || subject.Result.CloseCode is not { } code)
        {
            return;
        }

        string closed = $"Chime closed the session with {code.ToString(CultureInfo.InvariantCulture)}"
            + (subject.Result.CloseReason is { } reason ? $" and says {Quoted.Value(reason)}" : string.Empty);
        switch (code)
        {
            case 4401:
                findings.Error(
                    "ChimeSessionUnauthorized",
                    code,
                    $"{closed}: the user is not authorised.",
                    $"Do not connect again as it is: check the credential, chime:Connect on {subject.Resource}, and that the URL was used within its ten seconds.");
                break;
            case 4002:
                findings.Error(
                    "ChimeSessionRefused", code, $"{closed}: it cannot be connected to as it is.", "Do not connect again; check the parameters of the URL and the app instance.");
                break;
            case 4003:
                findings.Error(
                    "ChimeSessionKicked", code, $"{closed}: the user was kicked out.", "Do not connect again; an administrator of the app instance did this.");
                break;
            case 1001 or 1006 or (>= 1011 and <= 1014) or > 4000:
                findings.Warning(
                    "ChimeSessionEnded",
                    code,
                    closed + ".",
                    "Connect again with a new endpoint (GetMessagingSessionEndpoint) and a new URL, after a pause that grows.");
                break;
            default:
                findings.Warning("ChimeSessionEnded", code, closed + ".", "Connect again with a new URL; if it stays, look at the reason.");
                break;
        }
    }
}
