using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Whether the access key and the session token can belong together.</summary>
internal sealed class TokenRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A temporary access key (ASIA…) comes with a session token, which is no JWT.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        if (subject.AccessKeyId is { } id && Characters.IsPlainName(id.AsSpan()) && CredentialRules.CheckToken(id, subject.SessionToken) is { } found)
        {
            findings.Add(found);
        }
    }
}
