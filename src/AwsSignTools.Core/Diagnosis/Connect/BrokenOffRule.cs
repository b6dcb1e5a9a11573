using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The connection lasts until there is an answer.</summary>
internal sealed class BrokenOffRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The server answers before the connection ends.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure == ConnectionFailure.Reset)
        {
            findings.Error(
                "ConnectReset",
                subject.Host,
                subject.Result.FailureMessage!,
                "A firewall or a proxy that does not let WebSockets through is the usual cause; try from another network. At the port of TLS, use wss and not ws.");
        }
    }
}
