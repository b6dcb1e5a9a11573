using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>What every presigned URL has (SigV4, "Authenticating requests: using query parameters").</summary>
internal sealed class MissingParameterRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A presigned URL has X-Amz-Algorithm, X-Amz-Credential, X-Amz-Date, X-Amz-Expires, X-Amz-SignedHeaders and X-Amz-Signature.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        List<string> missing = [];
        foreach (string name in SigningParameter.Required)
        {
            // One in another case of the letters is there, but misspelt: another rule says so.
            if (!IsThere(subject, name))
            {
                missing.Add(name);
            }
        }

        if (missing.Count == 1 && missing[0] == SigningParameter.Expires)
        {
            findings.Error(
                "ExpiresMissing",
                SigningParameter.Expires,
                "The URL does not say how long it lives: X-Amz-Expires is missing, without which a signature in a query is refused.",
                "Sign it again with a life in seconds, such as -ExpiresIn 299.");
        }
        else if (missing.Count > 0)
        {
            string names = string.Join(", ", missing);
            findings.Error(
                "SigningParameterMissing",
                names,
                $"The URL has no {names}, which every presigned URL has: it was cut, or not signed as a whole.",
                "Take the whole URL as the signer gave it, in quotes: a shell takes an unquoted & for its own.");
        }
    }

    private static bool IsThere(InspectedUrl url, string name)
    {
        foreach (QueryPart part in url.Query)
        {
            if (string.Equals(part.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
