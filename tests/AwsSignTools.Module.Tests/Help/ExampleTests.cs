using System;
using System.Linq;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>Every example of the help runs, and what it shows is what it writes.</summary>
public class ExampleTests
{
    public static TheoryData<string> Names => [.. HelpFile.Examples.Select(e => e.Name)];

    public static TheoryData<string> Cmdlets => [.. HelpFile.Cmdlets];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_runs_without_error_or_warning_and_writes_what_it_shows(string name)
    {
        Example example = HelpFile.Examples.Single(e => e.Name == name);
        using ExampleShell shell = new();

        (ScriptResult streams, string text) = shell.Show(example.Code);

        _ = streams.WithoutErrors();
        Assert.Empty(streams.Warnings);
        if (example.Output is not null)
        {
            example.AssertOutput(text);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_fits_a_console_line_by_line(string name)
    {
        Example example = HelpFile.Examples.Single(e => e.Name == name);

        Assert.All($"{example.Code}\n{example.Output}".Split('\n'), line => Assert.InRange(line.Length, 0, TextHost.Width));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_three_examples_or_more_and_each_calls_it(string cmdlet)
    {
        Example[] examples = [.. HelpFile.Examples.Where(e => e.Name.StartsWith(cmdlet + ",", StringComparison.Ordinal))];

        Assert.True(examples.Length >= 3, $"{cmdlet} has {examples.Length} examples.");
        Assert.All(examples, e => Assert.Contains(cmdlet, e.Code, StringComparison.Ordinal));
        Assert.Contains(examples, e => e.Output is not null);
    }
}
