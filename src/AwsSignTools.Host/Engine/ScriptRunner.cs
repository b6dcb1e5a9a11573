using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Threading;
using AwsSignTools.Host.Hosting;

namespace AwsSignTools.Host.Engine;

/// <summary>Runs scripts with their output formatted to the console, one at a time, and stops the one that runs.</summary>
internal sealed class ScriptRunner(Runspace runspace, ConsoleUserInterface ui)
{
    private readonly Lock _gate = new();
    private Pipeline? _running;

    /// <summary>
    /// Runs script text as a person's own command: it is in the history, and <c>$?</c> tells afterwards how it went.
    /// </summary>
    internal RunResult RunText(string script, IEnumerable<string>? input = null)
    {
        using Pipeline pipeline = runspace.CreatePipeline(script, addToHistory: true);
        return Run(pipeline, input);
    }

    /// <summary>Runs a script file; its <c>exit</c> is the host's.</summary>
    internal RunResult RunFile(Command file, IEnumerable<string>? input = null)
    {
        LetExitOfFileReachHost();
        using Pipeline pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(file);
        return Run(pipeline, input);
    }

    /// <summary>The engine's <c>$?</c>: whether the last command succeeded.</summary>
    internal bool LastCommandSucceeded() => LanguagePrimitives.IsTrue(Evaluate("$global:?"));

    /// <summary>The first value <paramref name="script"/> writes, without showing it; null when it fails.</summary>
    internal object? Evaluate(string script)
    {
        using Pipeline pipeline = runspace.CreatePipeline(script);
        try
        {
            return pipeline.Invoke().FirstOrDefault()?.BaseObject;
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    /// <summary>Stops what runs, without waiting; false when nothing does.</summary>
    internal bool Stop()
    {
        lock (_gate)
        {
            _running?.StopAsync();
            return _running is not null;
        }
    }

    /// <summary>Shows all the pipeline writes, its errors among it in order.</summary>
    private RunResult Run(Pipeline pipeline, IEnumerable<string>? input)
    {
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add("Out-Default");
        try
        {
            SetRunning(pipeline);
            Invoke(pipeline, input);
            return pipeline.PipelineStateInfo.State == PipelineState.Stopped ? RunResult.Stopped : RunResult.Completed;
        }
        catch (PipelineStoppedException)
        {
            return RunResult.Stopped;
        }
        catch (RuntimeException exception)
        {
            ShowError(exception);
            return RunResult.Failed;
        }
        finally
        {
            SetRunning(null);
            ui.EraseProgress();
        }
    }

    private static void Invoke(Pipeline pipeline, IEnumerable<string>? input)
    {
        if (input is null)
        {
            _ = pipeline.Invoke();
            return;
        }

        // Line by line, so that a script that follows its input sees each line as it comes.
        using ManualResetEventSlim ended = new();
        pipeline.StateChanged += (_, change) =>
        {
            if (change.PipelineStateInfo.State is PipelineState.Completed or PipelineState.Failed or PipelineState.Stopped)
            {
                ended.Set();
            }
        };
        pipeline.InvokeAsync();
        Feed(pipeline.Input, input);
        ended.Wait();
        if (pipeline.PipelineStateInfo.Reason is { } reason)
        {
            throw reason;
        }
    }

    private static void Feed(PipelineWriter writer, IEnumerable<string> input)
    {
        try
        {
            foreach (string line in input)
            {
                _ = writer.Write(line);
            }

            writer.Close();
        }
        catch (PipelineClosedException)
        {
            // The script ended before its input did.
        }
    }

    /// <summary>
    /// By itself <c>exit N</c> ends a script file only, and nothing public tells it from a native command that failed with N before.
    /// This switch, which the engine keeps for pwsh's own host, makes the next file's <c>exit</c> come to <see cref="ConsoleHost"/>.
    /// </summary>
    private void LetExitOfFileReachHost()
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.NonPublic;
        object context = typeof(Runspace).InvokeMember(
            "ExecutionContext", Instance | BindingFlags.GetProperty, null, runspace, null, CultureInfo.InvariantCulture)!;
        _ = context.GetType().InvokeMember(
            "ScriptCommandProcessorShouldRethrowExit",
            Instance | BindingFlags.SetProperty,
            null,
            context,
            [true],
            CultureInfo.InvariantCulture);
    }

    private void ShowError(RuntimeException exception)
    {
        // The error record of an exception holds a stand-in for it; the view wants the exception itself.
        ErrorRecord record = new(exception.ErrorRecord, exception);
        using Pipeline pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add("Out-Default");
        using (ui.BeginErrors())
        {
            try
            {
                _ = pipeline.Invoke(new object[] { record });
            }
            catch (RuntimeException)
            {
                ui.WriteErrorLine(exception.Message);
            }
        }
    }

    private void SetRunning(Pipeline? pipeline)
    {
        lock (_gate)
        {
            _running = pipeline;
        }
    }
}
