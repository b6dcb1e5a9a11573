using System;
using System.Collections.Generic;

namespace AwsSignTools.Findings;

/// <summary>One thing found in what is to be signed, or was: what it is, the rule it meets or breaks, and what to do.</summary>
public sealed class Finding
{
    /// <summary>
    /// Makes a finding. What looks like a secret in any of the texts is replaced by <c>***</c>, and a character that a terminal would act on or that
    /// cannot be seen by its escape, such as <c>\u001b</c>. The target is exact but for secrets.
    /// </summary>
    /// <param name="id">The stable id, such as <c>KvsClientIdInvalid</c>.</param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="message">What was found and the rule, in whole sentences.</param>
    /// <param name="remedy">What to do about it, in a whole sentence.</param>
    /// <param name="target">The value that was looked at.</param>
    /// <exception cref="ArgumentNullException">A text is null.</exception>
    public Finding(string id, FindingSeverity severity, string message, string remedy, object? target = null)
    {
        Id = id ?? throw new ArgumentNullException(nameof(id));
        Severity = severity;
        Message = SafeText.Of(message ?? throw new ArgumentNullException(nameof(message)));
        Remedy = SafeText.Of(remedy ?? throw new ArgumentNullException(nameof(remedy)));
        Target = SafeText.WithoutSecrets(target);
    }

    /// <summary>The stable id, such as <c>KvsClientIdInvalid</c>; an error record carries the same one.</summary>
    public string Id { get; }

    /// <summary>How much it matters.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>What kind of thing it is about.</summary>
    public FindingCategory Category { get; init; }

    /// <summary>What was found, and how it meets or breaks the rule.</summary>
    public string Message { get; }

    /// <summary>The rule itself, in one sentence; null if nothing but the message states it.</summary>
    public string? Rule { get; internal init; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>The value that was looked at.</summary>
    public object? Target { get; }

    /// <summary>The same finding with another weight.</summary>
    internal Finding As(FindingSeverity severity) => severity == Severity ? this : new Finding(Id, severity, Message, Remedy, Target) { Rule = Rule, Category = Category };

    /// <summary>The same finding with a target that may be shown; the same instance if it may be shown as it is.</summary>
    internal Finding WithSafeTarget()
    {
        object? safe = SafeText.OfValue(Target);
        return ReferenceEquals(safe, Target) ? this : new Finding(Id, Severity, Message, Remedy, safe) { Rule = Rule, Category = Category };
    }

    /// <summary>The same findings, errors first, then warnings, then information; those of one severity in the order they have.</summary>
    internal static List<Finding> BySeverity(IReadOnlyList<Finding> findings)
    {
        List<Finding> sorted = new(findings.Count);
        for (FindingSeverity severity = FindingSeverity.Error; severity >= FindingSeverity.Information; severity--)
        {
            foreach (Finding finding in findings)
            {
                if (finding.Severity == severity)
                {
                    sorted.Add(finding);
                }
            }
        }

        return sorted;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Severity} {Id}: {Message} {Remedy}";
}

/// <summary>How much a <see cref="Finding"/> matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Information,

    /// <summary>The service may refuse what is signed, or it will not do what its maker expects.</summary>
    Warning,

    /// <summary>Input that the service rejects; nothing is signed.</summary>
    Error,
}

/// <summary>What kind of thing a <see cref="Finding"/> is about; an error record has the category that goes with it.</summary>
public enum FindingCategory
{
    /// <summary>A value that breaks a rule.</summary>
    InvalidArgument,

    /// <summary>A value beyond a limit.</summary>
    LimitsExceeded,

    /// <summary>A private or public key that cannot be used.</summary>
    InvalidKey,

    /// <summary>Data that is not what it should be, such as a frame.</summary>
    InvalidData,
}
