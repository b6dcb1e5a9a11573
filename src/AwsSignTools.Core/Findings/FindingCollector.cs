using System.Collections.Generic;

namespace AwsSignTools.Findings;

/// <summary>Gathers the findings of a check; makes a list only where something was found.</summary>
internal struct FindingCollector
{
    private List<Finding>? _findings;
    private string? _statement;

    /// <summary>What was found, in the order of the checks.</summary>
    public readonly IReadOnlyList<Finding> Findings => _findings ?? (IReadOnlyList<Finding>)[];

    /// <summary>Lets each rule look at a subject, in their order.</summary>
    public void Check<TSubject>(Rule<TSubject>[] rules, TSubject subject)
    {
        foreach (Rule<TSubject> rule in rules)
        {
            _statement = rule.Statement;
            rule.Check(subject, ref this);
        }

        _statement = null;
    }

    /// <summary>Adds what the service is sure to refuse.</summary>
    public void Error(string id, object? target, string message, string remedy) => Add(id, FindingSeverity.Error, target, message, remedy);

    /// <summary>Adds what the service may refuse.</summary>
    public void Warning(string id, object? target, string message, string remedy) => Add(id, FindingSeverity.Warning, target, message, remedy);

    /// <summary>Adds what is worth knowing.</summary>
    public void Information(string id, object? target, string message, string remedy) => Add(id, FindingSeverity.Information, target, message, remedy);

    /// <summary>Adds what other rules found.</summary>
    /// <param name="found">It.</param>
    /// <param name="remedy">What else to do about each.</param>
    public void AddAll(IReadOnlyList<Finding> found, string remedy)
    {
        foreach (Finding finding in found)
        {
            Add(new Finding(finding.Id, finding.Severity, finding.Message, $"{finding.Remedy} {remedy}", finding.Target)
            {
                Rule = finding.Rule,
                Category = finding.Category,
            });
        }
    }

    /// <summary>Adds a finding as it is.</summary>
    public void Add(Finding finding) => (_findings ??= []).Add(finding);

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

    private void Add(string id, FindingSeverity severity, object? target, string message, string remedy) =>
        Add(new Finding(id, severity, message, remedy, target) { Rule = _statement });
}
