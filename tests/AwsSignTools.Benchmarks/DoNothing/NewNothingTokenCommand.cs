using System;
using System.Management.Automation;

namespace AwsSignTools.Benchmarks.DoNothing;

/// <summary>Binds what New-IvsPlaybackToken binds, in the same sets, without its checks.</summary>
[Cmdlet(VerbsCommon.New, "NothingToken", DefaultParameterSetName = PathSet)]
[OutputType(typeof(BoundRecord))]
public sealed class NewNothingTokenCommand : PSCmdlet
{
    private const string KeySet = "Key";
    private const string PathSet = "Path";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Arn")]
    public string ChannelArn { get; set; } = string.Empty;

    [Parameter(Mandatory = true, ParameterSetName = KeySet)]
    public object? PrivateKey { get; set; }

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    public string PrivateKeyPath { get; set; } = string.Empty;

    [Parameter]
    public object? Passphrase { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[] AllowOrigin { get; set; } = [];

    [Parameter]
    public SwitchParameter StrictOriginEnforcement { get; set; }

    [Parameter]
    public SwitchParameter SingleUse { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Guid? SingleUseId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ViewerId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long? ViewerSessionVersion { get; set; }

    [Parameter]
    [Alias("Expires")]
    public TimeSpan? ExpiresIn { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? ExpiresAt { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? PlaybackUrl { get; set; }

    [Parameter]
    [Alias("Timestamp")]
    public DateTimeOffset? SigningTime { get; set; }

    [Parameter]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(new BoundRecord(ChannelArn));
}
