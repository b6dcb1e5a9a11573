using AwsSignTools.Findings;

namespace AwsSignTools.Services.Chime;

/// <summary>What a session may be called.</summary>
internal sealed class ChimeSessionIdRule : RuleClass<ChimeConnectRequest>
{
    /// <inheritdoc/>
    public override string Statement => "A session id is not empty and has neither white space nor control characters.";

    /// <inheritdoc/>
    public override void Check(ChimeConnectRequest subject, ref FindingCollector findings)
    {
        if (!IsSessionId(subject.SessionId))
        {
            findings.Error(
                "ChimeSessionIdInvalid",
                subject.SessionId,
                $"The session id {Quoted.Value(subject.SessionId)} is empty or has white space or a control character.",
                "Leave -SessionId out for a new GUID.");
        }
    }

    private static bool IsSessionId(string sessionId)
    {
        foreach (char c in sessionId)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return false;
            }
        }

        return sessionId.Length > 0;
    }
}
