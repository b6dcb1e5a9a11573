using System;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Host.Tests.Running;
using Xunit;

namespace AwsSignTools.Host.Tests;

/// <summary>Which stream goes where, and how it looks in a pipe.</summary>
public class OutputTests
{
    private const char Escape = '\u001b';

    private static readonly string NewLine = Environment.NewLine;

    [Fact]
    public async Task Errors_go_to_standard_error_with_what_to_do()
    {
        HostResult result = await HostProcess.Run(
            "-c",
            "function Test { [CmdletBinding()] param()",
            "$record = [System.Management.Automation.ErrorRecord]::new([ArgumentException]::new('x'), 'TestWrong', 'InvalidArgument', 1);",
            "$record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new('It is wrong.');",
            "$record.ErrorDetails.RecommendedAction = 'Make it right.';",
            "$PSCmdlet.WriteError($record);",
            "'went on' }; Test");

        Assert.Equal("went on" + NewLine, result.Output);
        Assert.Equal($"Test: It is wrong.{NewLine}  Recommendation: Make it right.{NewLine}", result.Error);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task A_terminating_error_ends_the_script()
    {
        HostResult result = await HostProcess.Run("-c", "'before'; throw [InvalidOperationException]::new('enough'); 'after'");

        Assert.Equal("before" + NewLine, result.Output);
        Assert.Contains("enough", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Warning_verbose_and_debug_are_marked_and_go_to_standard_output()
    {
        HostResult result = await HostProcess.Run("-c", """
            function Test { [CmdletBinding()] param() $PSCmdlet.WriteWarning('w'); $PSCmdlet.WriteVerbose('v'); $PSCmdlet.WriteDebug('d') }
            $DebugPreference = 'Continue'
            Test -Verbose
            """);

        Assert.Equal(new HostResult($"WARNING: w{NewLine}VERBOSE: v{NewLine}DEBUG: d{NewLine}", string.Empty, 0), result);
    }

    [Fact]
    public async Task Progress_is_for_a_terminal()
    {
        HostResult result = await HostProcess.Run(
            "-c", "$Host.UI.WriteProgress(1, [System.Management.Automation.ProgressRecord]::new(1, 'activity', 'status')); 'done'");

        Assert.Equal(new HostResult("done" + NewLine, string.Empty, 0), result);
    }

    [Fact]
    public async Task There_are_no_colours_in_a_pipe()
    {
        HostResult result = await HostProcess.Run(
            "-c", "[pscustomobject] @{ A = 1 }; $PSStyle.Foreground.Red + 'red'; $Host.UI.WriteLine('Red', 'Black', 'red'); Get-Nothing");

        Assert.NotEmpty(result.Error);
        Assert.DoesNotContain(Escape, result.Output);
        Assert.DoesNotContain(Escape, result.Error);
        Assert.Equal(2, result.Output.Split(NewLine).Count(static line => line == "red"));
    }

    [Fact]
    public async Task Text_is_utf8_without_a_byte_order_mark()
    {
        HostResult result = await HostProcess.Run("-c", "'Gr\u00fc\u00dfe \u65e5\u672c \U0001F600'; throw '\u00e4'");

        Assert.Equal("Gr\u00fc\u00dfe \u65e5\u672c \U0001F600" + NewLine, result.Output);
        Assert.Contains("\u00e4", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_value_stays_on_one_line()
    {
        string value = new('u', 3000);

        HostResult result = await HostProcess.Run("-c", "[pscustomobject] @{ Url = 'u' * 3000; B = 2; C = 3; D = 4; E = 5 }");

        Assert.Contains("Url : " + value, result.Output.Split(NewLine));
    }

    [Fact]
    public async Task A_table_is_not_spread_over_the_width()
    {
        HostResult result = await HostProcess.Run("-c", "[pscustomobject] @{ A = 1; B = 2 }");

        Assert.Equal(["A B", "- -", "1 2"], result.Output.Split(NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_native_command_keeps_its_place_in_the_order()
    {
        HostResult result = await HostProcess.Run("-c", "'first'; dotnet --version; 'last'");

        string[] lines = result.Output.Split(NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal("first", lines.First());
        Assert.Equal("last", lines.Last());
    }
}
