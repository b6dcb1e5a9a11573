using System.Management.Automation;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>
/// What the cmdlets over an event stream have in common: the signature that its chain begins with, and the service and region it is signed
/// for. All three are taken from the request that begins the stream, too, as New-AwsSignedRequest makes it.
/// </summary>
public abstract class EventStreamCommand : AwsSigningCommand
{
    private protected const string InputSet = "Input";
    private protected const string PathSet = "Path";

    /// <summary>The service's SigV4 name; with -PriorSignature, frames are signed, or their signatures checked.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SigningServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Service { get; set; }

    /// <summary>The signature that the first frame is chained to.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SeedSignature", "Signature")]
    [TextFrom("Signature")]
    public string? PriorSignature { get; set; }

    /// <summary>The region of the stream.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Region { get; set; }

    /// <summary>True for the request that begins the stream, which stands before its bytes and is none of them itself.</summary>
    private protected bool IsSeed(object? value) => Unwrapped.Of(value) is SignedRequest request && request.Signature == PriorSignature;
}
