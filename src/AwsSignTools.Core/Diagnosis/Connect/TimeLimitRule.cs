using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>An answer comes in time.</summary>
internal sealed class TimeLimitRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The server answers within the time limit.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure == ConnectionFailure.Timeout)
        {
            findings.Error(
                "ConnectTimedOut",
                subject.Host,
                subject.Result.FailureMessage!,
                subject.Result.IsTcpConnected
                    ? "Something between here and there holds it up, such as a firewall or a proxy that looks into TLS; or give it more time."
                    : "A firewall that drops packets, or a network that is left by a proxy only, are the usual causes; check the port, or give it more time.");
        }
    }
}
