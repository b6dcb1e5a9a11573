using System.Collections.Generic;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The parameters were signed in another order than SigV4's.</summary>
internal sealed class QueryOrderCause : SignatureCause
{
    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        List<QueryPart> parts = SignatureCheck.SignedParts(evidence.Url, evidence.Settings);
        foreach ((QueryOrder order, string how) in ((QueryOrder, string)[])
        [
            (QueryOrder.AsWritten, "in the order of the URL"),
            (QueryOrder.ByMeaning, "sorted before they were encoded"),
            (QueryOrder.IgnoringCase, "sorted without regard to upper and lower case"),
        ])
        {
            yield return new(
                evidence.Expected with { Query = QueryText.Build(parts, QueryEncoding.Canonical, order) },
                Explains(
                    "QueryUnsorted",
                    null,
                    $"the parameters were signed {how}; SigV4 sorts them by their encoded names, byte by byte.",
                    "Sort the parameters after encoding, by code point: upper case before lower case."));
        }

        yield return new(
            evidence.Expected with { Query = QueryText.Build(parts, new() { AsWritten = true }, QueryOrder.AsWritten) },
            Explains(
                "QueryEncodedOtherwise",
                null,
                "it was computed over the query as it stands in the URL, neither sorted nor in SigV4's encoding.",
                "Sign it with SigV4's encoding: every byte but A-Z a-z 0-9 - _ . ~ as %XX with upper-case digits, once, a space as %20; sort after."));
    }
}
