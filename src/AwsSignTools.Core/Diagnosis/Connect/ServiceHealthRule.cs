using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The service works.</summary>
internal sealed class ServiceHealthRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A status of 500 and above is a failure of the service, or of what stands before it.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.ServiceFailed)
        {
            findings.Error(
                "ConnectServiceFailed",
                subject.Result.StatusCode,
                $"{subject.Answered}: it is the service that failed, or a proxy before it.",
                "Try again with a new URL after a while; if it stays, look at the AWS Health Dashboard, and give AWS Support the RequestId.");
        }
    }
}
