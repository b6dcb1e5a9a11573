using System;
using System.Management.Automation;
using AwsSignTools.Parameters;
using AwsSignTools.Services.Kvs;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>Makes the signed URL with which a master or a viewer connects to a Kinesis Video Streams signaling channel.</summary>
[Cmdlet(VerbsCommon.New, "KvsSignedUrl", DefaultParameterSetName = WholeSet)]
[OutputType(typeof(SignedUrl))]
public sealed class NewKvsSignedUrlCommand : SignedUrlCommand
{
    private const string PartsSet = "Parts";
    private const string WholeSet = "Whole";

    /// <summary>The WSS endpoint that GetSignalingChannelEndpoint returns.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PartsSet)]
    [Alias("ResourceEndpoint", "WssUri")]
    [TextFrom("Url", "ResourceEndpoint", "Endpoint")]
    [ValidateNotNullOrEmpty]
    public string Endpoint { get; set; } = string.Empty;

    /// <summary>The ARN of the signaling channel.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PartsSet)]
    [TextFrom]
    [ValidateNotNullOrEmpty]
    public string ChannelArn { get; set; } = string.Empty;

    /// <summary>The viewer's id; a master has none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PartsSet)]
    public string? ClientId { get; set; }

    /// <summary>The protocol of an endpoint record; any but WSS is passed over.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = PartsSet, DontShow = true)]
    public string? Protocol { get; set; }

    /// <summary>The whole URL, with its X-Amz-ChannelARN and, for a viewer, X-Amz-ClientId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = WholeSet)]
    [TextFrom]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = string.Empty;

    /// <summary>The role that is meant, to be checked against the client id and the host.</summary>
    [Parameter]
    [PlainValue]
    public KvsRole? Role { get; set; }

    private protected override bool IsForUs()
    {
        if (string.IsNullOrEmpty(Protocol) || string.Equals(Protocol, "WSS", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        WriteVerbose($"The endpoint {Endpoint} is passed over: its protocol is {Protocol}, and signaling URLs are for WSS.");
        return false;
    }

    private protected override SignedUrl Sign(AwsCredential credential, DateTimeOffset signingTime)
    {
        KvsSignalingRequest request = ParameterSetName == WholeSet
            ? KvsSignalingRequest.FromUri(Uri)
            : KvsSignalingRequest.FromParts(Endpoint, ChannelArn, ClientId);
        request = request with { Role = Role, Region = Region, ExpiresIn = ExpiresIn ?? KvsSignalingRequest.DefaultExpiry };
        return KvsSignalingSigner.Sign(request, credential, signingTime);
    }
}
