using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Encoding is done once: what is encoded twice names something else.</summary>
internal sealed class DoubleEncodingRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "Names and values are percent-encoded once.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders known = Offenders.In(subject.Query, static part => IsDouble(part) && HasNoPercent(part.Name));
        Offenders others = Offenders.In(subject.Query, static part => IsDouble(part) && !HasNoPercent(part.Name));
        if (known.Any)
        {
            findings.Error(
                "QueryDoubleEncoded",
                known.First,
                $"{known} is percent-encoded twice (%25 stands where a % was encoded again); the service decodes once and finds text it does not know.",
                "Give the signer plain text: it encodes names and values itself, once.");
        }
        else if (others.Any)
        {
            findings.Warning(
                "QueryDoubleEncoded",
                others.First,
                $"{others} looks percent-encoded twice (%25 stands before two hexadecimal digits); the service decodes once.",
                "Give the signer plain text: it encodes names and values itself, once.");
        }
    }

    // Signing parameters, ARNs and client ids have no percent sign in them: one that is left after decoding was encoded twice.
    private static bool HasNoPercent(string name) =>
        name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || name is "userArn" or "sessionId";

    private static bool IsDouble(QueryPart part)
    {
        int escape = part.Value.IndexOf('%');
        return !part.IsMalformed && escape >= 0
            && escape + 2 < part.Value.Length && Hex.Digit(part.Value[escape + 1]) >= 0 && Hex.Digit(part.Value[escape + 2]) >= 0;
    }
}
