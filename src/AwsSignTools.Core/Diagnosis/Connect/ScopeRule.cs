using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The URL is signed for the server's region and service.</summary>
internal sealed class ScopeRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The scope of the signature names the region and the service that the endpoint is of.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.Scope)
        {
            findings.Error(
                "ConnectScopeWrong",
                subject.Region,
                $"{subject.Answered}; the URL is signed for the region {Quoted.Value(subject.Region)} and the service {Quoted.Value(subject.Service)}.",
                "Sign for the region of the endpoint's host, and by the service's SigV4 name.");
        }
    }
}
