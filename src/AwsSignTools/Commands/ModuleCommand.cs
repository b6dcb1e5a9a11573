using System;
using System.Management.Automation;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;

namespace AwsSignTools.Commands;

/// <summary>What every cmdlet has in common: what it writes for people is safe to show, and no error keeps a secret argument.</summary>
public abstract class ModuleCommand : PSCmdlet, IDisposable
{
    private protected ModuleCommand()
    {
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    /// <param name="disposing">True if <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        // The engine's own errors keep the arguments, and Get-Error shows them.
        if (disposing)
        {
            Concealed.HideSecrets(MyInvocation.BoundParameters);
        }
    }

    /// <summary>Writes a verbose message, without secrets and without characters that a terminal acts on.</summary>
    internal new void WriteVerbose(string text) => base.WriteVerbose(SafeText.Of(text));

    /// <summary>Writes a warning, without secrets and without characters that a terminal acts on.</summary>
    internal new void WriteWarning(string text) => base.WriteWarning(SafeText.Of(text));

    /// <summary>Writes a finding as a warning.</summary>
    internal void WriteWarning(Finding finding) => WriteWarning($"{finding.Message} {finding.Remedy}");

    /// <summary>Asks whether to go on, without secrets and without characters that a terminal acts on.</summary>
    private protected new bool ShouldProcess(string target, string action) => base.ShouldProcess(SafeText.Of(target), action);
}
