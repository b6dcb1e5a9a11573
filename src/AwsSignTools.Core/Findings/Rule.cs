namespace AwsSignTools.Findings;

/// <summary>One rule of a service or of a specification, whatever it looks at.</summary>
internal abstract class Rule
{
    /// <summary>The rule, in one sentence.</summary>
    public abstract string Statement { get; }
}
