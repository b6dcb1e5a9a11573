using System;

namespace AwsSignTools.Findings;

/// <summary>
/// Input that cannot be right was refused before anything was signed. <see cref="Finding"/> has the stable id, the value,
/// the rule and the remedy.
/// </summary>
public sealed class InvalidInputException : ArgumentException
{
    /// <summary>Makes the exception from what was found.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="innerException">The failure that showed it, where there is one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="finding"/> is null.</exception>
    public InvalidInputException(Finding finding, Exception? innerException = null)
        : base(TextOf(finding), SafeException.Of(innerException)) => Finding = finding;

    /// <summary>What was found, the rule, and the remedy.</summary>
    public Finding Finding { get; }

    /// <summary>Makes the exception for an error found in a value.</summary>
    internal static InvalidInputException For(
        string id,
        object? target,
        string message,
        string remedy,
        Exception? inner = null,
        FindingCategory category = FindingCategory.InvalidArgument) =>
        new(new Finding(id, FindingSeverity.Error, message, remedy, target) { Category = category }, inner);

    private static string TextOf(Finding finding) =>
        finding is null ? throw new ArgumentNullException(nameof(finding)) : $"{finding.Message} {finding.Remedy}";
}
