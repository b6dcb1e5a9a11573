using System;
using System.Management.Automation;
using AwsSignTools.Parameters;
using AwsSignTools.Services.Chime;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>Makes the signed URL with which a user or bot connects to a Chime SDK messaging session.</summary>
[Cmdlet(VerbsCommon.New, "ChimeConnectUrl")]
[OutputType(typeof(SignedUrl))]
public sealed class NewChimeConnectUrlCommand : SignedUrlCommand
{
    /// <summary>The URL that GetMessagingSessionEndpoint returns; its scheme is optional.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [TextFrom("Url", "ResourceEndpoint", "Endpoint")]
    [ValidateNotNullOrEmpty]
    public string Endpoint { get; set; } = string.Empty;

    /// <summary>The ARN of the app-instance user or bot that connects.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("AppInstanceUserArn")]
    [TextFrom]
    [ValidateNotNullOrEmpty]
    public string UserArn { get; set; } = string.Empty;

    /// <summary>The session's id; a new GUID where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? SessionId { get; set; }

    /// <summary>When channel data is sent ahead.</summary>
    [Parameter]
    [PlainValue]
    public ChimePrefetchOn? PrefetchOn { get; set; }

    /// <summary>Which channels are sent first.</summary>
    [Parameter]
    [PlainValue]
    public ChimePrefetchSortBy? PrefetchSortBy { get; set; }

    private protected override SignedUrl Sign(AwsCredential credential, DateTimeOffset signingTime)
    {
        ChimeConnectRequest request = new(Endpoint, UserArn, SessionId ?? Guid.NewGuid().ToString())
        {
            PrefetchOn = PrefetchOn,
            PrefetchSortBy = PrefetchSortBy,
            Region = Region,
            ExpiresIn = ExpiresIn ?? ChimeConnectRequest.DefaultExpiry,
        };
        return ChimeConnectSigner.Sign(request, credential, signingTime);
    }
}
