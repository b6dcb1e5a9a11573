using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Where a signature stands: last, or in its place among sorted parameters.</summary>
internal sealed class ParameterOrderRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "Nothing is added to a URL behind its signature.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        int signature = -1;
        for (int i = 0; i < subject.Query.Count; i++)
        {
            signature = subject.Query[i].Name == SigningParameter.Signature && signature < 0 ? i : signature;
        }

        if (signature < 0 || IsSorted(subject.Query))
        {
            return;
        }

        List<string> behind = [];
        for (int i = signature + 1; i < subject.Query.Count; i++)
        {
            // A token that is not signed stands there by right: some services want it so.
            if (!subject.Query[i].IsSigning)
            {
                behind.Add(subject.Query[i].Name);
            }
        }

        if (behind.Count > 0)
        {
            findings.Warning(
                "ParameterAddedAfterSigning",
                behind[0],
                $"The parameter {Quoted.Value(behind[0])}{(behind.Count > 1 ? $" and {behind.Count - 1} more stand" : " stands")} behind the signature, where no signer puts it: it was added after signing, which breaks the signature.",
                "Give every parameter to the signer; change nothing in a signed URL.");
        }
    }

    private static bool IsSorted(IReadOnlyList<QueryPart> query)
    {
        for (int i = 1; i < query.Count; i++)
        {
            if (string.CompareOrdinal(query[i - 1].RawName, query[i].RawName) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
