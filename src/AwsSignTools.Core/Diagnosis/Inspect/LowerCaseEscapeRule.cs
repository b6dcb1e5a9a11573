using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>SigV4 writes escapes in upper case.</summary>
internal sealed class LowerCaseEscapeRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "Escapes are written with upper-case digits: %3A, not %3a.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Offenders.In(subject.Query, static part => part.AnyRaw(HasLowerCaseEscape));
        if (offenders.Any)
        {
            findings.Warning(
                "QueryEscapeLowerCase",
                offenders.First,
                $"In {offenders} an escape has lower-case digits (%3a for %3A); where the signer signed them so, the service answers 403.",
                "Sign it with upper-case escapes.");
        }
    }

    private static bool HasLowerCaseEscape(string text)
    {
        for (int i = text.IndexOf('%'); i >= 0 && i + 2 < text.Length; i = text.IndexOf('%', i + 1))
        {
            if (Hex.Digit(text[i + 1]) >= 0 && Hex.Digit(text[i + 2]) >= 0 && (text[i + 1] >= 'a' || text[i + 2] >= 'a'))
            {
                return true;
            }
        }

        return false;
    }
}
