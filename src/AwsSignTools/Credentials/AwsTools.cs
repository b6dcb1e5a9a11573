using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Threading;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Asks AWS.Tools.Common, if it is installed or imported, for the credential of a profile that only the AWS SDK for .NET reads. It is asked in a
/// runspace of its own, so that the user's session has no module more than before, and no longer than the time limit.
/// </summary>
/// <param name="session">Finds the module if the session has imported it from elsewhere.</param>
/// <param name="host">Asks the user, for a password or an MFA code.</param>
/// <param name="context">The time limit and what stops the wait.</param>
internal sealed class AwsTools(SessionState session, PSHost host, CredentialContext context)
{
    private const string ModuleName = "AWS.Tools.Common";

    // Writes nothing if there is no such module; true, and then what Get-AWSCredential returns, if there is.
    private const string Script = """
        param($path, $arguments)
        $ErrorActionPreference = 'Stop'
        if (-not $path) {
            $installed = @(Get-Module -ListAvailable -Name AWS.Tools.Common)
            if (-not $installed) { return }
            $path = $installed[0].Path
        }
        Import-Module -Name $path -DisableNameChecking
        $true
        AWS.Tools.Common\Get-AWSCredential @arguments
        """;

    /// <summary>Asks for a profile's credential.</summary>
    /// <param name="profile">The profile's name.</param>
    /// <param name="location">The credentials file that the user named, or null.</param>
    /// <returns>The credential; null if AWS.Tools.Common is not installed.</returns>
    /// <exception cref="CredentialUnavailableException">It yields no credential.</exception>
    /// <exception cref="OperationCanceledException">The wait was stopped.</exception>
    public AwsCredential? GetCredential(string profile, string? location)
    {
        string source = $"The profile {Quoted.Value(profile)}, by Get-AWSCredential of {ModuleName},";
        Dictionary<string, object> arguments = new() { ["ProfileName"] = profile };
        if (location is not null)
        {
            arguments["ProfileLocation"] = location;
        }

        // It stays open while the credential is read: one that asks the user does so through it.
        Runspace runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        PowerShell shell = PowerShell.Create();
        try
        {
            runspace.Open();
            shell.Runspace = runspace;
            _ = shell.AddScript(Script).AddParameter("path", ImportedPath()).AddParameter("arguments", arguments);
            PSDataCollection<PSObject> output = Run(shell, profile);
            return output.Count == 0 ? null
                : output.Count > 1 && output[1] is { } credential ? new CredentialObject(context).Read(credential, source)
                : throw Failed(profile, "returned none");
        }
        finally
        {
            Close(shell, runspace);
        }
    }

    private PSDataCollection<PSObject> Run(PowerShell shell, string profile)
    {
        PSDataCollection<PSObject> output = [];
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        int ended = WaitHandle.WaitAny([running.AsyncWaitHandle, context.Cancellation.WaitHandle], context.TimeLimit);
        context.Cancellation.ThrowIfCancellationRequested();
        if (ended == WaitHandle.WaitTimeout)
        {
            throw Failed(profile, $"did not answer within {context.TimeLimit.TotalSeconds:0.#} s");
        }

        try
        {
            _ = shell.EndInvoke(running);
            return output;
        }
        catch (RuntimeException e)
        {
            // Neither its message nor its id, which is the message if a script throws text: what it was made of may be in there.
            throw Failed(profile, $"failed with {e.GetBaseException().GetType().Name}");
        }
    }

    // Where it is not among the installed ones, a module of that name that the session has serves as well.
    private string? ImportedPath()
    {
        Collection<PSObject> imported = session.InvokeCommand.InvokeScript($"Get-Module -Name {ModuleName}");
        if (imported.Count == 0 || imported[0].BaseObject is not PSModuleInfo module)
        {
            return null;
        }

        string manifest = Path.Combine(module.ModuleBase, ModuleName + ".psd1");
        return File.Exists(manifest) ? manifest : module.Path;
    }

    // What does not stop at once is left behind, and closed when it has stopped.
    private static void Close(PowerShell shell, Runspace runspace)
    {
        if (shell.InvocationStateInfo.State != PSInvocationState.Running)
        {
            shell.Dispose();
            runspace.Dispose();
            return;
        }

        _ = shell.BeginStop(
            _ =>
            {
                shell.Dispose();
                runspace.Dispose();
            },
            null);
    }

    private static CredentialUnavailableException Failed(string profile, string what) => CredentialErrors.New(
        "CredentialUnavailable",
        $"The profile {Quoted.Value(profile)} gets its credential from Get-AWSCredential of {ModuleName}, which {what}.",
        $"Run Get-AWSCredential -ProfileName {ProfileErrors.Argument(profile)} to see what it reports.",
        profile);
}
