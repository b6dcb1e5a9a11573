using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The proxy lets the connection through.</summary>
internal sealed class ProxyRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A proxy must let a connection to the host and port of the URL through.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.ProxyLogin || subject.Result.ProxyStatus == 407)
        {
            findings.Error(
                "ConnectProxyLogin",
                subject.Result.Proxy,
                "The proxy answers 407: it wants a user name and a password.",
                "Give the proxy with its login, or ask for an exception for this host; NO_PROXY names hosts that need none.");
        }
        else if (subject.Result.Failure == ConnectionFailure.Proxy)
        {
            findings.Error(
                "ConnectProxyFailed",
                subject.Result.Proxy,
                subject.Result.FailureMessage!,
                "Check the proxy's address (HTTPS_PROXY, or the system's setting), and that it allows this host and port.");
        }
    }
}
