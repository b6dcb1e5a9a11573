using System.Management.Automation;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.Services.AppSync;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>Makes what opens a WebSocket of AppSync: its URL and the subprotocols with the signed headers.</summary>
[Cmdlet(VerbsCommon.New, "AppSyncConnection")]
[OutputType(typeof(AppSyncConnection))]
public sealed class NewAppSyncConnectionCommand : AwsSigningCommand
{
    /// <summary>The API's endpoint for HTTP or for WebSockets.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uri", "Url")]
    [TextFrom("Endpoint", "Uri", "Url")]
    [ValidateNotNullOrEmpty]
    public string Endpoint { get; set; } = string.Empty;

    /// <summary>The kind of the API; that of the path where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PlainValue]
    public AppSyncKind? Kind { get; set; }

    /// <summary>The region; that of the host where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Region { get; set; }

    /// <summary>Puts the signed headers into the URL in place of a subprotocol.</summary>
    [Parameter]
    public SwitchParameter HeaderInUrl { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        AwsCredential credential = AwsCredential;
        try
        {
            AppSyncConnectionRequest request = new(Endpoint) { Kind = Kind, Region = Region, HeaderInUrl = HeaderInUrl };
            request = request with { Region = request.FindRegion() is null ? ResolveRegion() : Region };
            AppSyncConnection connection = AppSyncConnectionSigner.Sign(request, credential, Now);
            Report(connection.Findings, credential, connection.ExpiresAt);
            WriteObject(connection);
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
    }
}
