using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>TLS can be trusted.</summary>
internal sealed class TlsRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The certificate of the server must be trusted, the host's own, and valid now.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure != ConnectionFailure.Tls)
        {
            return;
        }

        string message = subject.Result.FailureMessage!;
        switch (subject.Result.TlsProblem)
        {
            case TlsProblem.Untrusted:
                findings.Error(
                    "ConnectTlsUntrusted",
                    subject.Host,
                    message,
                    "A proxy that looks into TLS is the usual cause: have its root certificate trusted on this machine, or let it leave this host alone. Never turn the check off.");
                break;
            case TlsProblem.NameMismatch:
                findings.Error(
                    "ConnectTlsNameMismatch",
                    subject.Host,
                    message,
                    "Use the host name that the service gave, not an address or an alias; a login page of the network, or a wrong DNS answer, has this effect too.");
                break;
            case TlsProblem.Expired:
                findings.Error(
                    "ConnectTlsExpired", subject.Host, message, "Check this machine's clock first: AWS renews its certificates in time.");
                break;
            default:
                findings.Error(
                    "ConnectTlsFailed",
                    subject.Host,
                    message,
                    "Check that the port speaks TLS (wss, not ws), that TLS 1.2 or later is allowed here, and that no proxy stands between.");
                break;
        }
    }
}
