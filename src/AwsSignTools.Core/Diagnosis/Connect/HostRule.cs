using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The host has an address.</summary>
internal sealed class HostRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The host of a signed URL is one that the service gave, and its name must be found from here.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.Failure == ConnectionFailure.Dns)
        {
            findings.Error(
                "ConnectHostUnknown",
                subject.Host,
                $"{subject.Result.FailureMessage} Its name is misspelt, its region has no such service, or this machine's DNS does not answer for it.",
                "Ask the service for the endpoint again and compare the region; for the name of a VPC endpoint, be in that network or use its private DNS.");
        }
    }
}
