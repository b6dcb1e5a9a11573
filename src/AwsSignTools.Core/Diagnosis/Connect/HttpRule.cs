using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The answer is HTTP, and a WebSocket's.</summary>
internal sealed class HttpRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The answer to a handshake is HTTP/1.1 with the headers of a WebSocket, and what follows is its frames.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure == ConnectionFailure.Protocol)
        {
            findings.Error(
                "ConnectProtocolInvalid",
                subject.Host,
                subject.Result.FailureMessage!,
                subject.Result.IsAcceptWrong
                    ? "A proxy or a gateway answers in the service's place: let it pass this host through, or go around it."
                    : "Check the host and the port, and whether something other than the service answers there, such as a proxy.");
        }
    }
}
