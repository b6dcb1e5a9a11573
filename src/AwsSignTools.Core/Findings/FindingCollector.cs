using System.Collections.Generic;

namespace AwsSignTools.Findings;

/// <summary>Gathers the findings of a check; makes a list only where something was found.</summary>
internal struct FindingCollector
{
    private List<Finding>? _findings;

    /// <summary>What was found, in the order of the checks.</summary>
    public readonly IReadOnlyList<Finding> Findings => _findings ?? (IReadOnlyList<Finding>)[];

    /// <summary>Adds what the service is sure to refuse.</summary>
    public void Error(string id, object? target, string message, string remedy) =>
        Add(new Finding(id, FindingSeverity.Error, message, remedy, target));

    /// <summary>Adds what the service may refuse.</summary>
    public void Warning(string id, object? target, string message, string remedy) =>
        Add(new Finding(id, FindingSeverity.Warning, message, remedy, target));

    /// <summary>Throws for the first error, if there is one.</summary>
    public static void ThrowOnError(IReadOnlyList<Finding> findings)
    {
        for (int i = 0; i < findings.Count; i++)
        {
            if (findings[i].Severity == FindingSeverity.Error)
            {
                throw new InvalidInputException(findings[i]);
            }
        }
    }

    private void Add(Finding finding) => (_findings ??= []).Add(finding);
}
