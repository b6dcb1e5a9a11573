using System;
using System.Collections;
using System.Management.Automation;
using AwsSignTools.Aws;
using AwsSignTools.Errors;
using AwsSignTools.Parameters;
using AwsSignTools.Services.AgentCore;
using AwsSignTools.SigV4;
using AwsSignTools.Urls;

namespace AwsSignTools.Commands;

/// <summary>Makes a presigned URL of any service.</summary>
[Cmdlet(VerbsCommon.New, "AwsSignedUrl", DefaultParameterSetName = UrlSet)]
[OutputType(typeof(SignedUrl))]
public sealed class NewAwsSignedUrlCommand : SignedUrlCommand
{
    private const string UrlSet = "Url";
    private const string HashSet = "Hash";
    private const string UnsignedSet = "Unsigned";
    private const string RuntimeSet = "AgentRuntime";

    /// <summary>The URL.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UrlSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = HashSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UnsignedSet)]
    [Alias("Url")]
    [TextFrom("Url", "Uri")]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = string.Empty;

    /// <summary>The ARN of an agent runtime of Bedrock AgentCore, to whose WebSocket the URL is to lead.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RuntimeSet)]
    [TextFrom("AgentRuntimeArn", "Arn")]
    [ValidateNotNullOrEmpty]
    public string AgentRuntimeArn { get; set; } = string.Empty;

    /// <summary>The service's SigV4 name; that of the host where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SigningServiceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Service { get; set; }

    /// <summary>The region; that of the host where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Region { get; set; }

    /// <summary>The HTTP method; GET by default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HttpMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "GET";

    /// <summary>The headers that are to be sent with the URL, all of which are signed but those that change on the way.</summary>
    [Parameter]
    [Alias("Header")]
    [ValidateNotNull]
    [PlainValue]
    public IDictionary? Headers { get; set; }

    /// <summary>More parameters of the query, not encoded.</summary>
    [Parameter]
    [Alias("Query")]
    [ValidateNotNull]
    [PlainValue]
    public IDictionary? QueryParameter { get; set; }

    /// <summary>When the URL is to end.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Expire")]
    [MomentTransform]
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Leaves out how long the URL is valid, for AWS IoT and API Gateway, which accept that.</summary>
    [Parameter]
    public SwitchParameter NoExpiry { get; set; }

    /// <summary>The SHA-256 of the body in hexadecimal, or another hash line.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HashSet)]
    [ValidateNotNullOrEmpty]
    public string PayloadHash { get; set; } = string.Empty;

    /// <summary>Leaves the body out of the signature.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UnsignedSet)]
    public SwitchParameter UnsignedPayload { get; set; }

    /// <summary>How the path is encoded, in the place of what the service wants.</summary>
    [Parameter]
    [PlainValue]
    public PathEncoding? PathEncoding { get; set; }

    /// <summary>Whether empty and dot segments are taken out of the path that is signed, in the place of what the service wants.</summary>
    [Parameter]
    public bool? NormalizePath { get; set; }

    /// <summary>Where the session token goes, in the place of what the service wants.</summary>
    [Parameter]
    [PlainValue]
    public SessionTokenMode? SessionTokenMode { get; set; }

    private protected override SignedUrl Sign(AwsCredential credential, DateTimeOffset signingTime)
    {
        RequestUri uri = RequestUri.Parse(ParameterSetName == RuntimeSet ? AgentRuntimeUrl.Create(AgentRuntimeArn) : Uri);
        AwsService service = HttpArguments.Service(Service, uri);
        UrlSigningRequest request = new(
            uri, service.SigningName, new SignerOverrides(PathEncoding, NormalizePath, SessionTokenMode).ApplyTo(service.Settings));
        request = request with
        {
            Method = HttpArguments.Method(Method),
            Query = HttpArguments.AddTo(request.Query, QueryParameter),
            Headers = HttpArguments.Headers(Headers),
            PayloadHash = HashLine(),
            ExpiresIn = Life(signingTime) ?? (NoExpiry ? request.Service.UsableFor ?? AwsService.LifeWithoutExpiry : (TimeSpan?)null) ?? request.ExpiresIn,
            OmitsExpiry = NoExpiry,
        };
        request = request with { Region = Region ?? request.FindRegion() ?? ResolveRegion() };
        if (request.Endpoint != uri.Endpoint)
        {
            WriteVerbose($"The URL goes to {request.Endpoint}: {service} listens at that port.");
        }

        return UrlSigner.Sign(request, credential, signingTime);
    }

    private string? HashLine() => ParameterSetName switch
    {
        HashSet => SigV4.PayloadHash.Parse(PayloadHash),
        UnsignedSet => SignableRequest.UnsignedPayload,
        _ => null,
    };

    // A moment is counted from the second that is signed.
    private TimeSpan? Life(DateTimeOffset signingTime) => (ExpiresAt, ExpiresIn) switch
    {
        _ when NoExpiry && (ExpiresAt ?? (object?)ExpiresIn) is { } given => throw ErrorRecords.Exception(
            "UrlExpiryAmbiguous", given, "Both -NoExpiry and a time are given.", "Give one of -NoExpiry, -ExpiresIn and -ExpiresAt."),
        ({ } end, null) => end - signingTime.AddTicks(-(signingTime.Ticks % TimeSpan.TicksPerSecond)),
        ({ }, { }) => throw ErrorRecords.Exception("UrlExpiryAmbiguous", ExpiresAt, "Both -ExpiresAt and -ExpiresIn are given.", "Give one of the two."),
        _ => ExpiresIn,
    };
}
