using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A request is what the service expects.</summary>
internal sealed class RequestRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "400 and its like stand for a request that is not what the service expects.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason is RefusalReason.Other || (subject.Reason == RefusalReason.BadRequest && subject.KvsRole is null))
        {
            findings.Error(
                "ConnectBadRequest",
                subject.Result.StatusCode,
                $"{subject.Answered}: the request is not what the service expects.",
                subject.Service switch
                {
                    "chime" => "Check that the path is /connect, and that sessionId and userArn are there, the ARN that of a user or a bot.",
                    "transcribe" => "Check the path (/stream-transcription-websocket), the port 8443, and language-code, media-encoding and sample-rate.",
                    "iotdevicegateway" => "Check the path (/mqtt) and that the subprotocol mqtt is asked for.",
                    _ => "Check the method, the path and the parameters against the service's API; look at Body.",
                });
        }
    }
}
