using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AwsSignTools.Benchmarks.DoNothing;

namespace AwsSignTools.Benchmarks.Engine;

/// <summary>A runspace of the real engine with the staged module and the cmdlets that do nothing imported.</summary>
internal sealed class EngineSession : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Opens the runspace and imports the modules.</summary>
    public EngineSession()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _ = Run("param($ours, $nothing) Import-Module -Name $ours -ErrorAction Stop; Import-Module -Assembly $nothing -ErrorAction Stop", ProjectFile.Module, typeof(DoNothingCommand).Assembly);
    }

    /// <summary>Runs a script that must go through without an error; its parameters take the arguments in order.</summary>
    public IReadOnlyList<PSObject> Run(string script, params object?[] arguments)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        _ = shell.AddScript(script);
        foreach (object? argument in arguments)
        {
            _ = shell.AddArgument(argument);
        }

        IReadOnlyList<PSObject> output = shell.Invoke();
        Agreement.Require(shell.Streams.Error.Count == 0, shell.Streams.Error.Count == 0 ? string.Empty : shell.Streams.Error[0].ToString());
        return output;
    }

    /// <summary>The processor's time that such a script takes, and the clock's. On a machine that does other things too, the first is what counts.</summary>
    public (TimeSpan Processor, TimeSpan Clock) Time(string script, params object?[] arguments)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long start = Stopwatch.GetTimestamp();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        _ = Run(script, arguments);
        return (Environment.CpuUsage.TotalTime - processor, Stopwatch.GetElapsedTime(start));
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}
