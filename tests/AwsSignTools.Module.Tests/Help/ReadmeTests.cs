using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>
/// The README's <c>powershell</c> blocks run one after another, as a reader runs them. A <c>text</c> block right behind one is its output. What is for
/// another shell, or cannot be run in the engine alone, is in a block of another language.
/// </summary>
public partial class ReadmeTests
{
    private const int FewestBlocks = 5;

    [Fact]
    public void Every_PowerShell_block_of_the_README_runs_without_error_and_writes_what_it_shows()
    {
        List<Example> blocks = Blocks(File.ReadAllText(Path.Combine(StagedModule.RepositoryRoot, "README.md")));
        using ExampleShell shell = new();

        Assert.True(blocks.Count >= FewestBlocks, $"The README has {blocks.Count} powershell blocks.");
        foreach (Example block in blocks)
        {
            // The netstandard2.0 build is imported from a copy.
            (ScriptResult streams, string text) = shell.Show(block.Code.Replace("./out/AwsSignTools", StagedModule.Folder, StringComparison.Ordinal));

            Assert.True(streams is { Terminating: null, Errors.Count: 0 }, $"{block.Name}:\n{block.Code}\n{streams.Terminating}{string.Join("\n", streams.Errors)}");
            if (block.Output is not null)
            {
                block.AssertOutput(text);
            }
        }
    }

    private static List<Example> Blocks(string markdown)
    {
        List<Example> blocks = [];
        foreach (Match match in PowerShellBlock().Matches(markdown.ReplaceLineEndings("\n")))
        {
            Group output = match.Groups["output"];
            blocks.Add(new Example($"README block {blocks.Count + 1}", match.Groups["code"].Value, output.Success ? output.Value.TrimEnd('\n') : null));
        }

        return blocks;
    }

    [GeneratedRegex(@"^```powershell\n(?<code>.*?)^```\n(?:\n```text\n(?<output>.*?)^```$)?", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PowerShellBlock();
}
