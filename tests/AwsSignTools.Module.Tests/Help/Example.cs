using System.Text.RegularExpressions;
using Xunit;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>Code that a document shows, and the output that it shows for it; null where it shows none.</summary>
internal sealed record Example(string Name, string Code, string? Output)
{
    /// <summary>Fails unless the output is the one shown, in which three dots stand for characters that are never the same.</summary>
    public void AssertOutput(string actual)
    {
        string expected = Regex.Replace(Regex.Escape(Output!), @"\\\.\\\.\\\.(?!\\\.)", @"[\w\-\s]+");
        Assert.True(Regex.IsMatch(actual, $"^{expected}$"), $"{Name} shows:\n{Output}\nbut writes:\n{actual}");
    }
}
