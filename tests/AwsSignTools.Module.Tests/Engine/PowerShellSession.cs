using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A runspace of the real engine with the module imported.</summary>
internal sealed class PowerShellSession : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Opens the runspace and imports the module.</summary>
    /// <param name="host">What shows the output that is sent to it; null for nobody.</param>
    public PowerShellSession(PSHost? host = null)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        _ = Run("param($folder) Import-Module -Name $folder -ErrorAction Stop", StagedModule.Folder).Output;
    }

    /// <summary>Runs a script to its end, or to the error that ends it, and keeps every stream.</summary>
    /// <param name="script">The script; its parameters take the arguments in order.</param>
    /// <param name="arguments">The arguments.</param>
    public ScriptResult Run(string script, params object?[] arguments)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        _ = shell.AddScript(script);
        foreach (object? argument in arguments)
        {
            _ = shell.AddArgument(argument);
        }

        PSDataCollection<PSObject> output = [];
        ErrorRecord? terminating = null;
        try
        {
            shell.Invoke(input: null, output, new PSInvocationSettings { AddToHistory = false });
        }
        catch (RuntimeException e)
        {
            terminating = e.ErrorRecord;
        }

        return new ScriptResult(
            [.. output],
            [.. shell.Streams.Error],
            terminating,
            [.. shell.Streams.Warning.Select(w => w.Message)],
            [.. shell.Streams.Verbose.Select(v => v.Message)],
            [.. shell.Streams.Debug.Select(d => d.Message)],
            [.. shell.Streams.Progress]);
    }

    /// <summary>Runs a script and stops it, as Ctrl+C does.</summary>
    /// <param name="script">The script.</param>
    /// <param name="ready">Waits until it is to be stopped.</param>
    /// <returns>What it wrote until then, and how long it took to end.</returns>
    public async Task<(PSInvocationState State, IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, TimeSpan Took)> RunAndStop(string script, Action ready)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        _ = shell.AddScript(script);
        PSDataCollection<PSObject> output = [];
        Task running = Task.Factory.StartNew(
            () => shell.Invoke(input: null, output), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        ready();
        Stopwatch clock = Stopwatch.StartNew();
        shell.Stop();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (shell.InvocationStateInfo.State, [.. output], [.. shell.Streams.Error], clock.Elapsed);
    }

    /// <summary>Runs a script that must go through without an error, and returns its output.</summary>
    public IReadOnlyList<PSObject> Output(string script, params object?[] arguments) => Run(script, arguments).WithoutErrors().Output;

    /// <summary>Runs a script that must go through and write one object, and returns that.</summary>
    public PSObject Single(string script, params object?[] arguments) => Output(script, arguments).Single();

    /// <summary>The completions of a command line whose end the cursor stands at.</summary>
    public IReadOnlyList<string> Complete(string line)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        Collection<CompletionResult> matches = CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
        return [.. matches.Select(m => m.CompletionText)];
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}
