using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>A signing parameter that stands twice: services take one of the two, or refuse both.</summary>
internal sealed class DuplicateParameterRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "Each X-Amz- signing parameter stands once.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (QueryPart part in subject.Query)
        {
            if (part.IsSigning && !seen.Add(part.Name))
            {
                findings.Error(
                    "SigningParameterDuplicate",
                    part.Name,
                    $"The URL has the parameter {part.Name} more than once: it was signed twice, or put together from two.",
                    "Sign the URL without any X-Amz- signing parameter, once.");
                return;
            }
        }
    }
}
