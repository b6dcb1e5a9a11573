using System;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>Asserts of refusals: the id, the severity, the target and the words.</summary>
internal static class Refused
{
    public static Finding As(string id, Action act) => Check(id, Assert.Throws<InvalidInputException>(act));

    public static Finding As(string id, object? target, Action act)
    {
        Finding finding = As(id, act);
        Assert.Equal(target, finding.Target);
        return finding;
    }

    public static Finding As(string id, Func<object?> make) => As(id, () => { _ = make(); });

    public static Finding As(string id, object? target, Func<object?> make) => As(id, target, () => { _ = make(); });

    private static Finding Check(string id, InvalidInputException exception)
    {
        Finding finding = exception.Finding;
        Assert.Equal(id, finding.Id);
        Assert.Equal(FindingSeverity.Error, finding.Severity);
        Found.CheckWords(finding);
        Assert.StartsWith(finding.Message, exception.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Remedy, exception.Message, StringComparison.Ordinal);
        return finding;
    }
}
