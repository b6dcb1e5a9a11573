using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>How often a claim may come (RFC 7519 section 4).</summary>
internal sealed class IvsClaimRepeatedRule : RuleClass<IvsTokenClaims>
{
    /// <inheritdoc/>
    public override string Statement => "A claim comes once.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        int told = 0;
        foreach (JsonMember claim in subject.Members)
        {
            if (!seen.Add(claim.Name) && told++ < IvsTokenClaims.MostTold)
            {
                findings.Error(
                    "IvsClaimRepeated",
                    claim.Name,
                    $"The claim {Quoted.Value(claim.Name)} comes more than once; one reader takes the first, another the last, and a strict one refuses the token.",
                    "Write it once.");
            }
        }
    }
}
