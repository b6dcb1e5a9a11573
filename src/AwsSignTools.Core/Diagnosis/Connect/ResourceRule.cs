using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>What is connected to is there.</summary>
internal sealed class ResourceRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The ARN or the path of the URL names something that exists, in the account and region of the endpoint.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason != RefusalReason.NotFound)
        {
            return;
        }

        if (subject.KvsRole is not null)
        {
            findings.Error(
                "ConnectChannelNotFound",
                subject.ResourceArn,
                $"{subject.Answered}; there is no channel {subject.Resource} there.",
                "Take the ARN from DescribeSignalingChannel: a channel that was made again has another number at its end, and it must be of this account and region.");
        }
        else
        {
            findings.Error(
                "ConnectNotFound",
                subject.Result.StatusCode,
                $"{subject.Answered}; there is nothing at this path.",
                "Check the path, the stage or the key, and the region of the endpoint.");
        }
    }
}
