using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>What an escape is (RFC 3986 section 2.1).</summary>
internal sealed class EscapeRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "Each % in a query begins a %XX of two hexadecimal digits, and the bytes are UTF-8.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Offenders.In(subject.Query, static part => part.IsMalformed);
        if (offenders.Any)
        {
            findings.Error(
                "QueryEscapeMalformed",
                offenders.First,
                $"In {offenders} a % does not begin a %XX of two hexadecimal digits, or the bytes are not UTF-8; a service answers 400.",
                "Write a literal percent sign as %25, and encode text as UTF-8.");
        }
    }
}
