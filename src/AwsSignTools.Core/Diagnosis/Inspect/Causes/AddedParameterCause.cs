using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>Parameters were added after signing: one, the last ones, or any few.</summary>
internal sealed class AddedParameterCause : SignatureCause
{
    // 2^8 sets are a millisecond's work; beyond that only sets that end the query are tried.
    private const int MostInAnySet = 8;

    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        List<QueryPart> signing = [];
        List<QueryPart> own = [];
        foreach (QueryPart part in SignatureCheck.SignedParts(evidence.Url, evidence.Settings))
        {
            (part.IsSigning ? signing : own).Add(part);
        }

        // Each alone first, so that the smallest explanation is found.
        for (int size = 1; size <= own.Count && own.Count <= MostInAnySet; size++)
        {
            for (int set = 1; set < 1 << own.Count; set++)
            {
                if (BitCount(set) == size)
                {
                    yield return Without(evidence, signing, own, i => (set & (1 << i)) != 0);
                }
            }
        }

        for (int kept = own.Count - 1; kept >= 0 && own.Count > MostInAnySet && own.Count - kept <= 1 << MostInAnySet; kept--)
        {
            yield return Without(evidence, signing, own, i => i >= kept);
        }
    }

    private static Suspect Without(SignatureEvidence evidence, List<QueryPart> signing, List<QueryPart> own, System.Predicate<int> isAdded)
    {
        List<QueryPart> signed = [.. signing];
        List<string> added = [];
        for (int i = 0; i < own.Count; i++)
        {
            if (isAdded(i))
            {
                added.Add(own[i].Name);
            }
            else
            {
                signed.Add(own[i]);
            }
        }

        string names = Quoted.Value(added[0]) + (added.Count > 1 ? $" and {added.Count - 1} more" : string.Empty);
        return new(
            evidence.Expected with { Query = QueryText.Build(signed, QueryEncoding.Canonical) },
            Explains(
                "ParameterAddedAfterSigning",
                added[0],
                $"the URL was signed without the parameter {names}, which was added after.",
                "Give every parameter to the signer; change nothing in a signed URL."));
    }

    private static int BitCount(int set)
    {
        int count = 0;
        for (; set != 0; set &= set - 1)
        {
            count++;
        }

        return count;
    }
}
