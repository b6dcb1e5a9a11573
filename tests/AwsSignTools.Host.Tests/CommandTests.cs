using System;
using System.Threading.Tasks;
using AwsSignTools.Host.Tests.Running;
using Xunit;

namespace AwsSignTools.Host.Tests;

/// <summary><c>-Command</c>: its text, its input and its exit code.</summary>
public class CommandTests
{
    private static readonly string NewLine = Environment.NewLine;

    [Fact]
    public async Task Arguments_are_joined_with_spaces()
    {
        HostResult result = await HostProcess.Run("-NoProfile", "-Command", "'a b'", "+", "'c'");

        Assert.Equal(new HostResult("a bc" + NewLine, string.Empty, 0), result);
    }

    [Fact]
    public async Task A_dash_reads_all_of_standard_input_as_one_script()
    {
        HostResult result = await HostProcess.RunWithInput("function Add($a,\n$b)\n{\n\n  $a + $b\n}\nAdd 1 2\n", "-Command", "-");

        Assert.Equal(new HostResult("3" + NewLine, string.Empty, 0), result);
    }

    [Fact]
    public async Task Standard_input_is_the_input_of_a_script_that_reads_it()
    {
        HostResult result = await HostProcess.RunWithInput("one\nzwei\u00df\n", "-c", "foreach ($line in $Input) { \"<$line>\" }");

        Assert.Equal(new HostResult($"<one>{NewLine}<zwei\u00df>{NewLine}", string.Empty, 0), result);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'x'", 1)]
    [InlineData("if (", 1)]
    [InlineData("Get-Nothing; 1", 0)]
    [InlineData("1; Get-Nothing", 1)]
    [InlineData("dotnet nothing-of-this-name", 1)]
    [InlineData("try { throw 'x' } catch { exit 3 } finally { 'done' }", 3)]
    [InlineData("", 0)]
    public async Task The_exit_code_is_that_of_pwsh(string script, int expected)
    {
        HostResult result = await HostProcess.Run("-Command", script);

        Assert.Equal(expected, result.ExitCode);
    }
}
