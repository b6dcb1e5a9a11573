using System.Collections;
using System.Management.Automation;

namespace AwsSignTools.Benchmarks.DoNothing;

/// <summary>Binds what ConvertTo-EventStreamFrame binds, in the same sets, without its checks.</summary>
[Cmdlet(VerbsData.ConvertTo, "NothingFrame", DefaultParameterSetName = InputSet)]
[OutputType(typeof(BoundRecord))]
public sealed class ConvertToNothingFrameCommand : DoNothingCommand
{
    private const string InputSet = "Input";
    private const string PathSet = "Path";

    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("FullName", "PSPath")]
    public string Path { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Service { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SeedSignature", "Signature")]
    public string? PriorSignature { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    public string? Region { get; set; }

    [Parameter]
    public IDictionary? Header { get; set; }

    [Parameter]
    public string? EventType { get; set; }

    [Parameter]
    public string? ContentType { get; set; }

    [Parameter]
    public string? MessageType { get; set; }

    [Parameter]
    public int ChunkSize { get; set; } = 8192;

    [Parameter]
    public SwitchParameter EndOfStream { get; set; }

    [Parameter]
    public SwitchParameter KeepMilliseconds { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    public string? OutFile { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(new BoundRecord(InputObject));
}
