using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>What a credential in a query is made of (SigV4, "X-Amz-Credential").</summary>
internal sealed class CredentialFormRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "X-Amz-Credential is <access key id>/<yyyyMMdd>/<region>/<service>/aws4_request.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        string? credential = subject.Value(SigningParameter.Credential);
        if (credential is null)
        {
            return;
        }

        const string Remedy = "Sign it again with the access key id (such as AKIAIOSFODNN7EXAMPLE) and the scope <yyyyMMdd>/<region>/<service>/aws4_request.";
        bool isId = subject.AccessKeyId is { } id && Characters.IsPlainName(id.AsSpan());
        if (!isId || subject.Region!.Length == 0 || subject.Service!.Length == 0 || !IsDay(subject.ScopeDate!))
        {
            // Not quoted: a secret pasted into the wrong place is a likely cause.
            findings.Error(
                "CredentialMalformed",
                SigningParameter.Credential,
                "X-Amz-Credential is not an access key id and a scope of a day, a region, a service and aws4_request, with slashes between.",
                Remedy);
        }
        else if (subject.ScopeTerminator != "aws4_request")
        {
            findings.Error(
                "CredentialMalformed",
                SigningParameter.Credential,
                $"The scope in X-Amz-Credential ends with {Quoted.Value(SigningParameter.Shown(subject.ScopeTerminator ?? string.Empty))}, not with aws4_request.",
                Remedy);
        }
    }

    private static bool IsDay(string text) => text.Length == 8 && Characters.IsDigits(text.AsSpan());
}
