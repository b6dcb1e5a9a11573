using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>What a script left that ran in a process of its own.</summary>
/// <param name="Lines">What it wrote, a line for each object.</param>
/// <param name="Error">Its errors and warnings.</param>
/// <param name="ExitCode">Not 0 where there was an error.</param>
internal sealed record ShellResult(IReadOnlyList<string> Lines, string Error, int ExitCode)
{
    /// <summary>The assemblies that the script listed, for each time that it did.</summary>
    public IReadOnlyList<IReadOnlyList<LoadedAssembly>> Listings { get; } = LoadedAssembly.Read(Lines);

    /// <summary>What was written behind <paramref name="label"/> and an equals sign, in order.</summary>
    public IReadOnlyList<string> Values(string label) =>
        [.. Lines.Where(l => l.StartsWith(label + "=", StringComparison.Ordinal)).Select(l => l[(label.Length + 1)..])];

    /// <summary>The one thing that was written behind <paramref name="label"/>.</summary>
    public string Value(string label) => Assert.Single(Values(label));

    /// <summary>Fails, with what it said, where there was an error.</summary>
    public ShellResult WithoutErrors()
    {
        Assert.True(ExitCode == 0, Error);
        return this;
    }
}
