using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The service knows the credential.</summary>
internal sealed class CredentialKnownRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The access key must exist and be active, and a temporary one needs its own session token.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.CredentialUnknown)
        {
            findings.Error(
                "ConnectCredentialUnknown",
                subject.AccessKeyId,
                $"{subject.Answered}; it does not know {subject.KeyShown}{(subject.HasSessionToken ? " with this session token" : string.Empty)}.",
                subject.AccessKeyId is { } key && key.StartsWith("ASIA", StringComparison.Ordinal) && !subject.HasSessionToken
                    ? "A key that begins with ASIA is temporary: sign with its session token."
                    : "Check that the key is typed rightly, active, of this partition, and beside its own session token: aws sts get-caller-identity, with the same credential.");
        }
    }
}
