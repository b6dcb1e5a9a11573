using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation.Runspaces;
using AwsSignTools.Host.CommandLine;
using AwsSignTools.Host.Hosting;
using AwsSignTools.Host.Module;
using AwsSignTools.Host.Terminal;

namespace AwsSignTools.Host.Engine;

/// <summary>Runs what the command line asks for on the engine, and finds the exit code.</summary>
internal sealed class HostApplication
{
    private readonly HostOptions _options;
    private readonly StagedModule _module;
    private readonly StandardStreams _streams;
    private readonly LineReader _reader;

    internal HostApplication(HostOptions options, StagedModule module)
    {
        _options = options;
        _module = module;
        _streams = StandardStreams.Open();
        _reader = new LineReader(_streams);
    }

    /// <exception cref="EngineException">The module does not load.</exception>
    /// <exception cref="CommandLineException">The script file is not there.</exception>
    internal int Run()
    {
        string script = ReadScript();
        bool isSession = _options.Mode == RunMode.Session;
        ConsoleUserInterface ui = new(_streams, _reader, _options.NonInteractive || (!isSession && _streams.InputRedirected));
        ConsoleHost host = new(ui, typeof(HostApplication).Assembly.GetName().Version!);
        using Runspace runspace = EngineSession.Open(_module, host, _streams);
        ScriptRunner runner = new(runspace, ui);
        using CancelKey cancelKey = new(runner, staysInSession: isSession && !_streams.InputRedirected);
        RunResult result = isSession
            ? new SessionLoop(runspace, runner, host, _reader, onTerminal: !_streams.InputRedirected).Run()
            : RunScript(runner, script);
        return ExitCode(result, runner, host);
    }

    /// <summary>The text of the script, before the engine starts: a missing file is the command line's fault.</summary>
    private string ReadScript()
    {
        switch (_options.Mode)
        {
            case RunMode.Command:
                return _options.Command;
            case RunMode.CommandFromInput:
                return Console.In.ReadToEnd();
            case RunMode.File:
                return File.Exists(_options.File)
                    ? File.ReadAllText(_options.File)
                    : throw new CommandLineException(
                        $"The script file '{_options.File}' does not exist. Check the spelling and the folder: '{Environment.CurrentDirectory}'.");
            default:
                return string.Empty;
        }
    }

    private RunResult RunScript(ScriptRunner runner, string script)
    {
        IEnumerable<string>? input = _streams.InputRedirected && _options.Mode != RunMode.CommandFromInput && InputUse.IsIn(script)
            ? InputLines()
            : null;
        if (_options.Mode != RunMode.File)
        {
            return runner.RunText(script, input);
        }

        // A file of another name is a script too, for the sake of #! lines.
        Command file = _options.File.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
            ? new Command(Path.GetFullPath(_options.File), isScript: false, useLocalScope: false)
            : new Command(script, isScript: true, useLocalScope: false);
        foreach (CommandParameter parameter in ScriptArguments.Bind(_options.FileArguments))
        {
            file.Parameters.Add(parameter);
        }

        return runner.RunFile(file, input);
    }

    private IEnumerable<string> InputLines()
    {
        while (_reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private int ExitCode(RunResult result, ScriptRunner runner, ConsoleHost host)
    {
        if (host.RequestedExitCode is { } requested)
        {
            return requested;
        }

        return result switch
        {
            RunResult.Stopped => ExitCodes.Interrupted,
            RunResult.Failed => ExitCodes.Failure,
            // A script file that comes to its end has succeeded, as in pwsh, whatever failed on the way.
            _ when _options.Mode == RunMode.File || runner.LastCommandSucceeded() => ExitCodes.Success,
            _ => ExitCodes.Failure,
        };
    }
}
