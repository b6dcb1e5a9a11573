using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AwsSignTools.Host.Hosting;
using AwsSignTools.Host.Module;
using AwsSignTools.Host.Terminal;
using Microsoft.PowerShell;

namespace AwsSignTools.Host.Engine;

/// <summary>The engine with the module imported.</summary>
internal static class EngineSession
{
    private const string ModulePathVariable = "PSModulePath";
    private const string TelemetryVariable = "POWERSHELL_TELEMETRY_OPTOUT";

    /// <summary>Opens a runspace for <paramref name="host"/>.</summary>
    /// <exception cref="EngineException">The module does not load.</exception>
    internal static Runspace Open(StagedModule module, ConsoleHost host, StandardStreams streams)
    {
        // A tool that signs with somebody's keys does not call home; the engine from NuGet would, as pwsh does.
        Environment.SetEnvironmentVariable(TelemetryVariable, "1");

        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule(module.Manifest);
        if (OperatingSystem.IsWindows())
        {
            // pwsh's own default there; without pwsh's configuration file the engine would run no script at all.
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        PSStyle.Instance.OutputRendering = streams.SupportsColor ? OutputRendering.Host : OutputRendering.PlainText;
        Runspace runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        try
        {
            runspace.Open();
        }
        catch (RuntimeException exception)
        {
            runspace.Dispose();
            throw new EngineException($"""
                The AwsSignTools module does not load from '{module.Manifest}': {DescribeOpenError(exception)}
                Build it again: dotnet build
                """);
        }

        PrependModulePath(module.ModulesFolder);
        return runspace;
    }

    private static string DescribeOpenError(RuntimeException exception) =>
        exception is RunspaceOpenModuleLoadException { ErrorRecords: { Count: > 0 } records }
            ? records[0].ToString()
            : exception.Message;

    /// <summary>After the engine has put its own folders in front, so that Import-Module AwsSignTools is this one.</summary>
    private static void PrependModulePath(string folder)
    {
        string? current = Environment.GetEnvironmentVariable(ModulePathVariable);
        Environment.SetEnvironmentVariable(
            ModulePathVariable, string.IsNullOrEmpty(current) ? folder : folder + Path.PathSeparator + current);
    }
}
