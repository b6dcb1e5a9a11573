using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>SigV4 encodes all but the unreserved characters (RFC 3986 section 2.3), which many encoders do not.</summary>
internal sealed class ReservedRawRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "Only A-Z a-z 0-9 - _ . ~ stay as they are in a signed query.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders kept = Offenders.In(subject.Query, static part => part.AnyRaw(static text => text.AsSpan().IndexOfAny("!'()*".AsSpan()) >= 0));
        Offenders others = Offenders.In(subject.Query, static part => part.AnyRaw(static text => text.AsSpan().IndexOfAny("/:,@;$?[]".AsSpan()) >= 0));
        if (kept.Any)
        {
            findings.Warning(
                "QueryReservedRaw",
                kept.First,
                $"In {kept} one of ! ' ( ) * stands as it is, as encodeURIComponent leaves it; SigV4 encodes it, and where the signer did not, the service answers 403.",
                "Sign it with ! ' ( ) * encoded as %21 %27 %28 %29 %2A.");
        }
        else if (others.Any)
        {
            findings.Information(
                "QueryReservedRaw",
                others.First,
                $"In {others} a character such as / or : stands as it is; services encode it before they check the signature, so it works where the signer did so too.",
                "Nothing, where the signature is right.");
        }
    }
}
