using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The URL was given a longer life, or another, after it was signed.</summary>
internal sealed class LifeCause : SignatureCause
{
    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        List<QueryPart> parts = SignatureCheck.SignedParts(evidence.Url, evidence.Settings);
        foreach (string seconds in (string[])
        [
            "10", "30", "60", "120", "180", "240", "290", "299", "300", "600", "900", "1200", "1800", "3600", "7200", "10800", "21600", "28800", "36000", "43200",
            "86400", "129600", "172800", "259200", "432000", "604800",
        ])
        {
            List<QueryPart> changed = parts.ConvertAll(
                part => part.Name == SigningParameter.Expires ? new QueryPart($"{SigningParameter.Expires}={seconds}") : part);
            yield return new(
                evidence.Expected with { Query = QueryText.Build(changed, QueryEncoding.Canonical) },
                Explains(
                    "ExpiresChanged",
                    evidence.Url.Value(SigningParameter.Expires),
                    $"the URL was signed with X-Amz-Expires={seconds}, and the URL says {Quoted.Value(evidence.Url.Value(SigningParameter.Expires))}.",
                    "Sign a new URL for another life; change nothing in a signed one."));
        }
    }
}
