using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Diagnosis;

/// <summary>The tables of rules and causes; what each row finds is in <see cref="SignedUrlCorpusTests"/>.</summary>
public class InspectionRulesTests
{
    private static readonly Rule<InspectedUrl>[] Rules = [.. QueryRules.Form, .. SignatureRules.Form, .. UseRules.Table, .. QueryRules.Encoding];
    private static readonly SignatureCause[] Causes = [.. RequestCauses.Token, .. QueryCauses.Writing, .. KeyCauses.Table, .. RequestCauses.Request, .. StepCauses.Table, .. ValueCauses.Table, .. QueryCauses.Life];

    [Fact]
    public void Each_rule_and_each_cause_is_a_sentence_of_its_own()
    {
        string[] sentences = [.. Rules.Select(static rule => rule.Statement), .. Causes.Select(static cause => cause.Name)];

        Assert.All(sentences, static sentence => Assert.Matches(@"\A\P{Cc}+\.\z", sentence));
        Assert.Equal(sentences.Length, sentences.Distinct().Count());
    }

    [Fact]
    public void A_finding_has_the_statement_of_its_rule()
    {
        string url = new FaultySigner { Expires = "0" }.Sign().Replace("%3A", ":", StringComparison.Ordinal);

        IReadOnlyList<Finding> findings = SignedUrlInspector.Inspect(url, new InspectionOptions(FaultySigner.Time)).Findings;

        Assert.Equal("X-Amz-Expires is a whole number of seconds from 1 to 604800.", findings.Single(static f => f.Id == "ExpiresOutOfRange").Rule);
        Assert.Equal("Only A-Z a-z 0-9 - _ . ~ stay as they are in a signed query.", findings.Single(static f => f.Id == "QueryReservedRaw").Rule);
    }
}
