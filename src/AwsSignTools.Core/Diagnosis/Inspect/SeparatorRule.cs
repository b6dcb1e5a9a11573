using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>What stands between parameters.</summary>
internal sealed class SeparatorRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "Parameters are separated by & and nothing else.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        Offenders offenders = Offenders.In(subject.Query, static part => part.IsSigning && SigningParameter.NextIn(part.Value) >= 0);
        if (offenders.Any)
        {
            findings.Error(
                "QuerySeparatorLost",
                offenders.First,
                $"In the value of {offenders} stands another parameter: the & between them was lost, or is another character, such as ; or %26.",
                "Take the URL as the signer gave it, in quotes; a console, a script or a decoder may swallow an &.");
        }
    }
}
