using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using AwsSignTools.Fuzz.Support;
using Xunit;

namespace AwsSignTools.Core.Tests.Fuzz;

/// <summary>Replays what fuzzing found worth keeping: the corpus of each target, and every input that once failed.</summary>
public sealed class FuzzCorpusTests
{
    private static readonly string Project = Metadata("FuzzProject");
    private static readonly string Repository = Metadata("Repository");

    public static TheoryData<string> Targets() => [.. FuzzTarget.All.Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_property_holds_for_the_corpus(string name)
    {
        FuzzTarget target = FuzzTarget.Find(name);
        string[] files = Directory.GetFiles(Path.Combine(Project, "corpus", name));
        List<string> failures = [];
        foreach (string file in files)
        {
            Check(target, File.ReadAllBytes(file), Path.GetFileName(file), failures);
        }

        foreach (byte[] seed in target.Seeds)
        {
            Check(target, seed, "an input that the target makes", failures);
        }

        Assert.NotEmpty(files);
        Assert.Empty(failures);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_fault_can_be_planted(string name)
    {
        using JsonDocument faults = JsonDocument.Parse(File.ReadAllText(Path.Combine(Project, "planted-faults.json")));

        JsonElement fault = Assert.Single(faults.RootElement.EnumerateArray(), f => f.GetProperty("target").GetString() == name);

        string source = File.ReadAllText(Path.Combine(Repository, fault.GetProperty("file").GetString()!));
        Assert.Equal(2, source.Split(fault.GetProperty("find").GetString()).Length);
    }

    private static void Check(FuzzTarget target, byte[] input, string name, List<string> failures)
    {
        try
        {
            target.Check(input);
        }
#pragma warning disable CA1031 // Whatever a reader throws is the result, and the other inputs count too.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failures.Add($"{name}: {e}");
        }
    }

    private static string Metadata(string key) =>
        typeof(FuzzCorpusTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
