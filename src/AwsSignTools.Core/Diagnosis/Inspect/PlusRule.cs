using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>A plus sign is no space in SigV4; form encoding, where it is one, is none of a URL's.</summary>
internal sealed class PlusRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A space is %20 and a plus sign %2B; + itself does not stand in a signed query.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Offenders.In(subject.Query, static part => part.AnyRaw(static text => text.AsSpan().IndexOf('+') >= 0));
        if (offenders.Any)
        {
            findings.Warning(
                "QueryPlusForSpace",
                offenders.First,
                $"In {offenders} stands a +, which SigV4 reads as a plus sign and form decoders as a space; signer and service may read it otherwise.",
                "Write a space as %20 and a plus sign as %2B before signing.");
        }
    }
}
