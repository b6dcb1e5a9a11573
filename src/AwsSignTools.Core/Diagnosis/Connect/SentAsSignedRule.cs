using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A URL that this platform does not send as it is.</summary>
internal sealed class SentAsSignedRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A signed URL must be sent character by character as it was signed.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.WasUrlChanged)
        {
            findings.Warning(
                "ConnectUrlChanged",
                subject.Host,
                "This platform sends other characters than those of the URL: it has some that cannot be sent as they are, or escapes that are changed.",
                "Sign it again with every other character than letters, digits and -_.~ escaped; in Windows PowerShell, try PowerShell 7.");
        }
    }
}
