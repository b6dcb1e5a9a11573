using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Xunit;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>What a script wrote to each stream.</summary>
internal sealed record ScriptResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    ErrorRecord? Terminating,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<ProgressRecord> Progress)
{
    /// <summary>The one error there was, whether it ended the script or not.</summary>
    public ErrorRecord Error => Terminating ?? Assert.Single(Errors);

    /// <summary>Fails, with their texts, where there was any error.</summary>
    public ScriptResult WithoutErrors()
    {
        Assert.True(
            Terminating is null && Errors.Count == 0,
            "Errors: " + string.Join("; ", Errors.Append(Terminating).Where(e => e is not null).Select(e => $"{e!.FullyQualifiedErrorId}: {e}")));
        return this;
    }
}
