using System;
using System.Collections.Generic;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Findings;

public class FindingTests
{
    private static readonly Finding Sample = new("SampleId", FindingSeverity.Warning, "What was found.", "What to do.", 42);

    [Fact]
    public void A_finding_is_what_it_was_made_of()
    {
        Assert.Equal(("SampleId", FindingSeverity.Warning, "What was found.", "What to do."), (Sample.Id, Sample.Severity, Sample.Message, Sample.Remedy));
        Assert.Equal(42, Sample.Target);
        Assert.Equal("Warning SampleId: What was found. What to do.", Sample.ToString());
    }

    [Fact]
    public void A_text_that_is_null_is_named()
    {
        Assert.Throws<ArgumentNullException>("id", () => new Finding(null!, FindingSeverity.Error, "m", "r"));
        Assert.Throws<ArgumentNullException>("message", () => new Finding("i", FindingSeverity.Error, null!, "r"));
        Assert.Throws<ArgumentNullException>("remedy", () => new Finding("i", FindingSeverity.Error, "m", null!));
    }

    [Fact]
    public void The_exceptions_say_what_was_found_and_what_to_do()
    {
        FormatException inner = new("inner");
        InvalidInputException invalid = new(Sample, inner);
        CredentialUnavailableException unavailable = new(Sample, inner);

        Assert.Equal("What was found. What to do.", invalid.Message);
        Assert.Same(Sample, invalid.Finding);
        Assert.Same(inner, invalid.InnerException);
        Assert.IsAssignableFrom<ArgumentException>(invalid);
        Assert.Equal("What was found. What to do.", unavailable.Message);
        Assert.Same(Sample, unavailable.Finding);
        Assert.Same(inner, unavailable.InnerException);
        Assert.Throws<ArgumentNullException>("finding", () => new InvalidInputException(null!));
        Assert.Throws<ArgumentNullException>("finding", () => new CredentialUnavailableException(null!));
    }

    [Fact]
    public void The_first_error_is_thrown_and_no_warning_is()
    {
        FindingCollector collector = default;
        Assert.Empty(collector.Findings);
        collector.Warning("W", 1, "Warned.", "Do.");
        IReadOnlyList<Finding> warnings = collector.Findings;
        FindingCollector.ThrowOnError(warnings);
        collector.Error("E1", 2, "Wrong.", "Do.");
        collector.Error("E2", 3, "Wrong too.", "Do.");

        Assert.Equal(["W", "E1", "E2"], Ids(collector.Findings));
        _ = Refused.As("E1", 2, () => FindingCollector.ThrowOnError(collector.Findings));

        static IEnumerable<string> Ids(IReadOnlyList<Finding> findings)
        {
            foreach (Finding finding in findings)
            {
                yield return finding.Id;
            }
        }
    }
}
