using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A failure of another kind.</summary>
internal sealed class OtherFailureRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A connection ends in an answer.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure == ConnectionFailure.Other)
        {
            findings.Error(
                "ConnectFailed", subject.Host, subject.Result.FailureMessage!, "Try again; if it stays, look at the network, the proxy and the URL in turn.");
        }
    }
}
