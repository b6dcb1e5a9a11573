using System;
using System.Threading.Tasks;
using AwsSignTools.Host.Tests.Running;
using Xunit;

namespace AwsSignTools.Host.Tests;

/// <summary>Help, and command lines that are wrong.</summary>
public class UsageTests
{
    [Theory]
    [InlineData("-Help")]
    [InlineData("-h")]
    [InlineData("-?")]
    public async Task Help_is_output(string name)
    {
        HostResult result = await HostProcess.Run(name);

        Assert.StartsWith("Usage: awssigntools", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("'-Bogus' is unknown", "-Bogus")]
    [InlineData("-Command needs", "-Command")]
    [InlineData("Nothing can follow", "-Command", "-", "1")]
    [InlineData("-File needs", "-NoProfile", "-File")]
    public async Task A_wrong_command_line_is_explained_on_standard_error(string expected, params string[] arguments)
    {
        HostResult result = await HostProcess.Run(arguments);

        Assert.Empty(result.Output);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("Usage: awssigntools", result.Error, StringComparison.Ordinal);
        Assert.Equal(64, result.ExitCode);
    }
}
