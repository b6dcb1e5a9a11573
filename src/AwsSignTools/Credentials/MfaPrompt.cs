using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using AwsSignTools.Findings;

namespace AwsSignTools.Credentials;

/// <summary>Asks the user for the code of an MFA device through the host.</summary>
internal static class MfaPrompt
{
    private const string Field = "Code";

    /// <summary>Asks.</summary>
    /// <param name="host">The host.</param>
    /// <param name="serial">The device's serial number or ARN.</param>
    /// <returns>What was entered; null where nobody can be asked, as with <c>pwsh -NonInteractive</c>, or nothing was entered.</returns>
    public static string? Ask(PSHost host, string serial)
    {
        try
        {
            Dictionary<string, PSObject>? answers = host.UI?.Prompt(
                "MFA", SafeText.Of($"Enter the six digits that the device {serial} shows."), new Collection<FieldDescription> { new(Field) });
            string? code = answers is not null && answers.TryGetValue(Field, out PSObject? answer) ? answer?.ToString() : null;
            return string.IsNullOrWhiteSpace(code) ? null : code;
        }
        catch (Exception e) when (e is HostException or InvalidOperationException or NotImplementedException or NotSupportedException)
        {
            // How hosts say that they cannot ask: -NonInteractive, no prompts, or no user interface. Ctrl+C is none of these, and goes on.
            return null;
        }
    }
}
