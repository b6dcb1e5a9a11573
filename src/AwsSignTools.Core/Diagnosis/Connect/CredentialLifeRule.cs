using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The credential is alive.</summary>
internal sealed class CredentialLifeRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A URL signed with a temporary credential ends with it.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.CredentialExpired)
        {
            findings.Error(
                "ConnectCredentialExpired",
                subject.AccessKeyId,
                $"{subject.Answered}; the session token of {subject.KeyShown} has ended.",
                "Get a new credential (aws sso login, or the role again) and sign a new URL.");
        }
    }
}
