using System;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

public sealed class ClockRulesTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(9.999)]
    [InlineData(-9.999)]
    public void A_clock_that_is_right_enough_is_no_finding(double? seconds) =>
        Assert.Null(ClockRules.Check(seconds is { } off ? TimeSpan.FromSeconds(off) : null));

    [Theory]
    [InlineData(10, "10 s behind")]
    [InlineData(-10, "10 s ahead of")]
    [InlineData(59.6, "60 s behind")]
    [InlineData(119.4, "119 s behind")]
    [InlineData(119.6, "2 min behind")]
    [InlineData(-120, "2 min ahead of")]
    [InlineData(299, "5 min behind")]
    [InlineData(-3600, "60 min ahead of")]
    [InlineData(86400 * 365, "525600 min behind")]
    public void A_clock_that_is_off_is_warned_of(double seconds, string words)
    {
        TimeSpan offset = TimeSpan.FromSeconds(seconds);
        Finding finding = ClockRules.Check(offset)!;

        Assert.Equal("ClockSkewed", finding.Id);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Equal(offset, finding.Target);
        Found.CheckWords(finding);
        Assert.StartsWith($"This machine's clock is {words} that of AWS.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_times_are_no_failure()
    {
        Assert.NotNull(ClockRules.Check(TimeSpan.MaxValue));
        Assert.NotNull(ClockRules.Check(TimeSpan.MinValue));
    }
}
