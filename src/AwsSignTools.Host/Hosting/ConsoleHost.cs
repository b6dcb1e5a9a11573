using System;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace AwsSignTools.Host.Hosting;

/// <summary>What the engine calls to reach the person or the pipe at the console.</summary>
internal sealed class ConsoleHost(ConsoleUserInterface ui, Version version) : PSHost
{
    /// <inheritdoc/>
    public override string Name => "awssigntools";

    /// <inheritdoc/>
    public override Version Version { get; } = version;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override PSHostUserInterface UI { get; } = ui;

    /// <summary>The code <c>exit</c> was called with, or null while nobody called it.</summary>
    internal int? RequestedExitCode { get; private set; }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw NestedPromptsNotSupported();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw NestedPromptsNotSupported();

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
        // A native command draws on the terminal itself.
        ui.EraseProgress();
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
        // Nothing to put back: the host keeps no state on the terminal.
    }

    private static PSNotSupportedException NestedPromptsNotSupported() =>
        new("awssigntools has no nested prompts. Answer the question, or run the script in pwsh to suspend it.");
}
