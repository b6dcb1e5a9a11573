using System.Collections.Generic;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>Asserts of findings: the id, the severity, the target and the words.</summary>
internal static class Found
{
    public static void Nothing(IReadOnlyList<Finding> findings) => Assert.Empty(findings);

    public static Finding Error(IReadOnlyList<Finding> findings, string id, object? target) =>
        Only(findings, id, FindingSeverity.Error, target);

    public static Finding Warning(IReadOnlyList<Finding> findings, string id, object? target) =>
        Only(findings, id, FindingSeverity.Warning, target);

    public static Finding Information(IReadOnlyList<Finding> findings, string id, object? target) =>
        Only(findings, id, FindingSeverity.Information, target);

    public static void CheckWords(Finding finding)
    {
        // Whole sentences, of one line.
        Assert.Matches(@"\A\P{Cc}+\.\z", finding.Message);
        Assert.NotEmpty(finding.Remedy);
        Assert.DoesNotContain('\n', finding.Remedy);
    }

    private static Finding Only(IReadOnlyList<Finding> findings, string id, FindingSeverity severity, object? target)
    {
        Finding finding = Assert.Single(findings);
        Assert.Equal(id, finding.Id);
        Assert.Equal(severity, finding.Severity);
        Assert.Equal(target, finding.Target);
        CheckWords(finding);
        return finding;
    }
}
