using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The URL has every part of a signature.</summary>
internal sealed class CompleteRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A signed URL has X-Amz-Algorithm, -Credential, -Date, -Expires, -SignedHeaders and -Signature.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.Incomplete)
        {
            findings.Error(
                "ConnectUrlIncomplete",
                subject.Result.StatusCode,
                $"{subject.Answered}; a part of the signature is missing or malformed where it arrives.",
                "Put the URL in quotes, since a shell cuts it at an &; send it as it is, neither decoded nor encoded again; for execute-api, check the path and the stage too.");
        }
    }
}
