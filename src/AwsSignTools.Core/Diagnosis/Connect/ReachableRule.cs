using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The host takes connections.</summary>
internal sealed class ReachableRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A connection can be made to the host and port of the URL.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure == ConnectionFailure.Refused)
        {
            findings.Error(
                "ConnectRefused",
                subject.Host,
                subject.Result.FailureMessage!,
                subject.Service == "transcribe"
                    ? "Check the port: Amazon Transcribe's WebSockets are at 8443. Else a firewall refuses it."
                    : "Check the port; else a firewall between here and there refuses it.");
        }
        else if (subject.Result.Failure == ConnectionFailure.Unreachable)
        {
            findings.Error(
                "ConnectUnreachable",
                subject.Host,
                subject.Result.FailureMessage!,
                "Check the network and its routes, IPv6 for one; where only a proxy leads out, name it.");
        }
    }
}
