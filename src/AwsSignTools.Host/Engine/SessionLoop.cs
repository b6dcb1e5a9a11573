using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using AwsSignTools.Host.Hosting;
using AwsSignTools.Host.Terminal;

namespace AwsSignTools.Host.Engine;

/// <summary>Reads commands from the terminal or standard input, which may take several lines, and runs each as it is complete.</summary>
internal sealed class SessionLoop(Runspace runspace, ScriptRunner runner, ConsoleHost host, LineReader reader, bool onTerminal)
{
    private const string ContinuationPrompt = ">> ";

    private readonly LineHistory _history = new();

    /// <summary>Runs until <c>exit</c>, the end of the input or, unless on a terminal, Ctrl+C; gives the result of the last command.</summary>
    internal RunResult Run()
    {
        RunResult result = RunResult.Completed;
        string script = string.Empty;
        while (host.RequestedExitCode is null)
        {
            string? line;
            try
            {
                line = ReadLine(continues: script.Length > 0);
            }
            catch (PipelineStoppedException)
            {
                // Ctrl+C drops what was typed.
                script = string.Empty;
                continue;
            }

            if (line is not null)
            {
                script = script.Length == 0 ? line : script + "\n" + line;

                // On a terminal an empty line ends a command that is not complete: else a stray brace would hold the person for good.
                if (IsIncomplete(script) && !(onTerminal && line.Length == 0))
                {
                    continue;
                }
            }

            if (!string.IsNullOrWhiteSpace(script))
            {
                _history.Add(script);
                result = runner.RunText(script);
                script = string.Empty;
            }

            if (line is null || (result == RunResult.Stopped && !onTerminal))
            {
                break;
            }
        }

        return result;
    }

    private static bool IsIncomplete(string script)
    {
        _ = Parser.ParseInput(script, out _, out ParseError[] errors);
        return errors.Any(static error => error.IncompleteInput);
    }

    private string? ReadLine(bool continues)
    {
        if (!onTerminal)
        {
            return reader.ReadLine();
        }

        Console.Out.Write(continues ? ContinuationPrompt : runner.Evaluate("prompt") ?? "PS> ");
        return reader.ReadLine(_history, Complete);
    }

    private CommandCompletion? Complete(string line, int caret)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        try
        {
            return CommandCompletion.CompleteInput(line, caret, null, shell);
        }
        catch (RuntimeException)
        {
            // A completer that fails offers nothing.
            return null;
        }
    }
}
