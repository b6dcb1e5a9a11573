using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Not too often.</summary>
internal sealed class ThrottleRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "Services limit how often and how many may connect.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.Throttled)
        {
            findings.Error(
                "ConnectThrottled",
                subject.Result.StatusCode,
                $"{subject.Answered}; there were too many connections or too many tries.",
                "Wait, longer before each further try, and look at the service's quotas; a viewer counts for its channel.");
        }
    }
}
