using System;
using System.Threading.Tasks;
using AwsSignTools.Host.Tests.Running;
using Xunit;

namespace AwsSignTools.Host.Tests;

/// <summary>Lines on standard input, without <c>-Command</c>: a session without its terminal, and so without prompts.</summary>
public class SessionTests
{
    private static readonly string NewLine = Environment.NewLine;

    [Fact]
    public async Task Each_line_is_a_command_and_variables_stay()
    {
        HostResult result = await HostProcess.RunWithInput("$a = 2\n\n$a + 1\n\"last\"");

        Assert.Equal(new HostResult($"3{NewLine}last{NewLine}", string.Empty, 0), result);
    }

    [Fact]
    public async Task A_command_takes_as_many_lines_as_it_needs()
    {
        HostResult result = await HostProcess.RunWithInput("if ($true) {\n\n  'in'\n}\n@'\nhere\n'@\n'after'\n");

        Assert.Equal(new HostResult($"in{NewLine}here{NewLine}after{NewLine}", string.Empty, 0), result);
    }

    [Fact]
    public async Task An_error_does_not_end_the_session()
    {
        HostResult result = await HostProcess.RunWithInput("throw 'first'\n1 +* 2\n'still here'\n");

        Assert.Equal("still here" + NewLine, result.Output);
        Assert.Contains("first", result.Error, StringComparison.Ordinal);
        Assert.Contains("ParserError", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("exit\n'not reached'\n", 0)]
    [InlineData("exit 6\n'not reached'\n", 6)]
    [InlineData("Get-Nothing\n", 1)]
    [InlineData("throw 'x'\n", 1)]
    [InlineData("if ($true) {\n", 1)]
    public async Task The_exit_code_is_that_of_exit_or_of_the_last_command(string input, int expected)
    {
        HostResult result = await HostProcess.RunWithInput(input);

        Assert.Equal(expected, result.ExitCode);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_command_can_ask_and_the_next_line_answers()
    {
        HostResult result = await HostProcess.RunWithInput("""
            "<$($Host.UI.ReadLine())>"
            the answer
            $Host.UI.ReadLineAsSecureString().Length
            secret
            $Host.UI.PromptForCredential('', '', '', '').UserName
            somebody
            password

            """);

        Assert.Equal(
            string.Join(NewLine, "<the answer>", "6", "User: Password for user somebody: somebody", string.Empty), result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task A_choice_is_made_by_letter_by_label_or_by_default()
    {
        HostResult result = await HostProcess.RunWithInput("""
            $c = [System.Management.Automation.Host.ChoiceDescription[]] @('&Yes', '&No', 'Nothing &else')
            "got $($Host.UI.PromptForChoice('', '', $c, 1))"
            other
            y
            "got $($Host.UI.PromptForChoice('', '', $c, 0))"
            nothing else
            "got $($Host.UI.PromptForChoice('', '', $c, 1))"


            """);

        const string Question = "[Y] Yes  [N] No  [E] Nothing else  [?] Help (default is";
        Assert.Equal(
            string.Join(
                NewLine,
                $"{Question} \"N\"): {Question} \"N\"): got 0",
                $"{Question} \"Y\"): got 2",
                $"{Question} \"N\"): got 1",
                string.Empty),
            result.Output);
    }

    [Fact]
    public async Task Missing_mandatory_parameters_are_asked_for_until_they_convert()
    {
        HostResult result = await HostProcess.RunWithInput("""
            function Test { param([Parameter(Mandatory)][int]$Number, [Parameter(Mandatory)][string[]]$Names) "$Number $($Names -join ',')" }
            Test
            many
            3
            a
            b


            """);

        Assert.Contains("Number: Cannot recognize \"many\" as a System.Int32.", result.Output, StringComparison.Ordinal);
        Assert.EndsWith($"Names[0]: Names[1]: Names[2]: 3 a,b{NewLine}", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }
}
