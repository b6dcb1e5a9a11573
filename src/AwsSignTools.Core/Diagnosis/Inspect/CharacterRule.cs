using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>What may stand in a query at all (RFC 3986 section 3.4).</summary>
internal sealed class CharacterRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A query has ASCII only, and of that neither spaces, control characters nor any of \" < > \\ ^ ` { | }.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Offenders.In(subject.Query, static part => part.AnyRaw(HasIllegal));
        if (offenders.Any)
        {
            findings.Error(
                "QueryCharacterInvalid",
                offenders.First,
                $"In {offenders} stands a character that no URL has: a space, one beyond ASCII, or one of \" < > \\ ^ ` {{ | }}.",
                "Percent-encode names and values, as UTF-8, before signing.");
        }
    }

    private static bool HasIllegal(string text)
    {
        foreach (char c in text)
        {
            if (c is <= ' ' or >= (char)0x7F or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}')
            {
                return true;
            }
        }

        return false;
    }
}
