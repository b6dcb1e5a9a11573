using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A test changes nothing.</summary>
internal sealed class HarmlessRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A URL is tried with GET, HEAD or OPTIONS only: any other method may write or delete.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure == ConnectionFailure.Unsafe)
        {
            findings.Warning(
                "ConnectNotSent",
                subject.Host,
                subject.Result.FailureMessage!,
                "Send it yourself, with its method, headers and body; the report without a connection is as good as before.");
        }
    }
}
