using System;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Host.Tests.Running;
using Xunit;

namespace AwsSignTools.Host.Tests;

/// <summary>Where nobody can answer, a question fails at once and says so.</summary>
public class NonInteractiveTests
{
    private const string Refusal = "awssigntools is in NonInteractive mode. Read and Prompt functionality is not available.";

    [Fact]
    public async Task Every_question_fails_although_the_input_has_an_answer()
    {
        HostResult result = await HostProcess.RunWithInput(
            "y\ny\ny\n",
            "-NonInteractive",
            "-Command",
            "foreach ($question in",
            "{ $Host.UI.ReadLine() },",
            "{ $Host.UI.ReadLineAsSecureString() },",
            "{ $Host.UI.PromptForCredential('', '', '', '') },",
            "{ $Host.UI.PromptForChoice('', '', [System.Management.Automation.Host.ChoiceDescription[]] @('&Yes'), 0) },",
            "{ $Host.UI.RawUI.ReadKey() }",
            ") { try { & $question } catch { $_.Exception.InnerException.Message } }");

        Assert.Equal(
            Enumerable.Repeat(Refusal, 5), result.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_missing_mandatory_parameter_is_named()
    {
        HostResult result = await HostProcess.RunWithInput("3\n", "-Command", "function Test { param([Parameter(Mandatory)][int]$Number) $Number }; Test");

        Assert.Contains("Number", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task A_session_reads_its_lines_and_refuses_questions()
    {
        HostResult result = await HostProcess.RunWithInput("$Host.UI.ReadLine()\n'next'\n", "-noni");

        Assert.Contains(Refusal, result.Error, StringComparison.Ordinal);
        Assert.Equal("next" + Environment.NewLine, result.Output);
    }

    [Fact]
    public async Task There_are_no_nested_prompts()
    {
        HostResult result = await HostProcess.Run("-c", "$Host.EnterNestedPrompt()");

        Assert.Contains("awssigntools has no nested prompts", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }
}
