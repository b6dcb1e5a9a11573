using System.Management.Automation;

namespace AwsSignTools.Benchmarks.DoNothing;

/// <summary>Writes one object as often as it is told: any number of records, and no memory for them.</summary>
[Cmdlet(VerbsCommunications.Write, "Repeatedly")]
public sealed class WriteRepeatedlyCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public object? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 1)]
    public int Count { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        for (int i = 0; i < Count && !Stopping; i++)
        {
            WriteObject(InputObject);
        }
    }
}
