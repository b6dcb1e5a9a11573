using System.Collections.Generic;

namespace AwsSignTools.Findings;

/// <summary>Collects the findings of a check; makes a list only if there are any.</summary>
internal struct FindingCollector
{
    private List<Finding>? _findings;
    private string? _statement;

    /// <summary>The findings, in the order of the checks.</summary>
    public readonly IReadOnlyList<Finding> Findings => _findings ?? (IReadOnlyList<Finding>)[];

    /// <summary>Checks a subject against each rule of a table, in its order.</summary>
    public void Check<TSubject>(Rule<TSubject>[] rules, TSubject subject)
    {
        string? before = _statement;
        foreach (Rule<TSubject> rule in rules)
        {
            _statement = rule.Statement;
            rule.Check(subject, ref this);
        }

        _statement = before;
    }

    /// <summary>Sets the rule that findings carry which no table's rule adds.</summary>
    /// <param name="statement">The rule in one sentence.</param>
    public void BeginRule(string statement) => _statement = statement;

    /// <summary>Adds a finding about input that the service rejects.</summary>
    public void Error(string id, object? target, string message, string remedy) => Add(id, FindingSeverity.Error, target, message, remedy);

    /// <summary>Adds a finding about input that the service may reject.</summary>
    public void Warning(string id, object? target, string message, string remedy) => Add(id, FindingSeverity.Warning, target, message, remedy);

    /// <summary>Adds a finding that is worth knowing.</summary>
    public void Information(string id, object? target, string message, string remedy) => Add(id, FindingSeverity.Information, target, message, remedy);

    /// <summary>Adds the findings of other rules.</summary>
    /// <param name="found">The findings.</param>
    /// <param name="remedy">What else to do about each finding.</param>
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

    /// <summary>Throws for the first error, if there is any.</summary>
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
