using System;
using System.Management.Automation;

namespace AwsSignTools.Benchmarks.DoNothing;

/// <summary>Binds what New-KvsSignedUrl binds, in the same sets, without its checks.</summary>
[Cmdlet(VerbsCommon.New, "NothingUrl", DefaultParameterSetName = WholeSet)]
[OutputType(typeof(BoundRecord))]
public sealed class NewNothingUrlCommand : DoNothingCommand
{
    private const string PartsSet = "Parts";
    private const string WholeSet = "Whole";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PartsSet)]
    [Alias("ResourceEndpoint", "WssUri")]
    public string Endpoint { get; set; } = string.Empty;

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PartsSet)]
    public string ChannelArn { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PartsSet)]
    public string? ClientId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PartsSet, DontShow = true)]
    public string? Protocol { get; set; }

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = WholeSet)]
    public string Uri { get; set; } = string.Empty;

    [Parameter]
    public string? Role { get; set; }

    [Parameter]
    [Alias("RegionToCall")]
    public string? Region { get; set; }

    [Parameter]
    [Alias("Expires")]
    public TimeSpan? ExpiresIn { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(new BoundRecord(Endpoint));
}
