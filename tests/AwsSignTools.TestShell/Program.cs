using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AwsSignTools.TestShell;

/// <summary>
/// Runs the script on standard input in a new runspace. Each object it writes is a line of standard output; errors and warnings go to
/// standard error. Ends with 1 where there was an error.
/// </summary>
internal static class Program
{
    private static int Main()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        using Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        using PSDataCollection<PSObject> output = [];
        output.DataAdded += (_, e) => Console.Out.WriteLine(output[e.Index]);
        shell.Streams.Error.DataAdded += (_, e) => Report(shell.Streams.Error[e.Index]);
        shell.Streams.Warning.DataAdded += (_, e) => Console.Error.WriteLine("WARNING: " + shell.Streams.Warning[e.Index].Message);
        try
        {
            shell.AddScript(Console.In.ReadToEnd()).Invoke(input: null, output);
        }
        catch (RuntimeException e)
        {
            Report(e.ErrorRecord);
            return 1;
        }

        // Not HadErrors, which counts those that the script caught.
        return shell.Streams.Error.Count == 0 ? 0 : 1;
    }

    private static void Report(ErrorRecord error) => Console.Error.WriteLine(
        $"{error.FullyQualifiedErrorId}: {error} ({error.InvocationInfo?.PositionMessage}) {error.Exception}");
}
