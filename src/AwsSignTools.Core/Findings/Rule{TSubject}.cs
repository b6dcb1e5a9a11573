namespace AwsSignTools.Findings;

/// <summary>A rule about one kind of thing. The same rule looks at what is to be signed and at what was signed, by whomever.</summary>
/// <typeparam name="TSubject">What it looks at.</typeparam>
internal abstract class Rule<TSubject> : Rule
{
    /// <summary>Adds what is found; nothing where the subject meets the rule, or has nothing the rule is about.</summary>
    public abstract void Check(TSubject subject, ref FindingCollector findings);
}
