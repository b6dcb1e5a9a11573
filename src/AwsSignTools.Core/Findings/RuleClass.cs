namespace AwsSignTools.Findings;

/// <summary>A rule written as a class of its own, whatever it looks at.</summary>
internal abstract class RuleClass
{
    /// <summary>The rule, in one sentence.</summary>
    public abstract string Statement { get; }
}

/// <summary>A rule written as a class of its own. Goes when the last one is a row of a table.</summary>
/// <typeparam name="TSubject">What it looks at.</typeparam>
internal abstract class RuleClass<TSubject> : RuleClass
{
    /// <summary>Adds what is found.</summary>
    public abstract void Check(TSubject subject, ref FindingCollector findings);

    /// <summary>The row.</summary>
    public static implicit operator Rule<TSubject>(RuleClass<TSubject> rule) => new(rule.Statement, rule.Check);
}
