using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The names of SigV4 are case-sensitive in a canonical query, and services look for them so.</summary>
internal sealed class ParameterNameRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "The names of the X-Amz- signing parameters are written as SigV4 writes them, letter for letter.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        foreach (QueryPart part in subject.Query)
        {
            if (SigningParameter.Find(part.Name) is { } meant && meant != part.Name)
            {
                findings.Error(
                    "SigningParameterNameInvalid",
                    part.Name,
                    $"The URL has the parameter {part.Name}; the case of the letters counts, and the service looks for {meant}.",
                    $"Write {meant} before signing; a URL must not be changed after it.");
                return;
            }
        }
    }
}
