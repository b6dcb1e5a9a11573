using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using AwsSignTools.Aws;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>Signs any HTTP request by its Authorization header, and gives the seed of a signed event stream.</summary>
[Cmdlet(VerbsCommon.New, "AwsSignedRequest", DefaultParameterSetName = BodySet)]
[OutputType(typeof(SignedRequest))]
public sealed class NewAwsSignedRequestCommand : AwsSigningCommand
{
    private const string BodySet = "Body";
    private const string InFileSet = "InFile";
    private const string HashSet = "Hash";
    private const string UnsignedSet = "Unsigned";
    private const string EventStreamSet = "EventStream";

    /// <summary>The URL.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url")]
    [TextFrom("Url", "Uri")]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = string.Empty;

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

    /// <summary>The HTTP method; GET by default, POST for an event stream.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HttpMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Method { get; set; }

    /// <summary>The headers of the request, all of which are signed but those that change on the way.</summary>
    [Parameter]
    [Alias("Header")]
    [ValidateNotNull]
    [PlainValue]
    public IDictionary? Headers { get; set; }

    /// <summary>The body: bytes or text.</summary>
    [Parameter(ParameterSetName = BodySet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Body { get; set; }

    /// <summary>A file that is the body.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InFileSet)]
    [ValidateNotNullOrEmpty]
    public string InFile { get; set; } = string.Empty;

    /// <summary>The SHA-256 of the body in hexadecimal, or another hash line.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HashSet)]
    [ValidateNotNullOrEmpty]
    public string PayloadHash { get; set; } = string.Empty;

    /// <summary>Leaves the body out of the signature.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UnsignedSet)]
    public SwitchParameter UnsignedPayload { get; set; }

    /// <summary>Begins an event stream whose events are signed one by one: the Signature is their seed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventStreamSet)]
    public SwitchParameter EventStream { get; set; }

    /// <summary>How the path is encoded, in place of the service's setting.</summary>
    [Parameter]
    [PlainValue]
    public PathEncoding? PathEncoding { get; set; }

    /// <summary>Whether empty and dot segments are removed from the path that is signed, in place of the service's setting.</summary>
    [Parameter]
    public bool? NormalizePath { get; set; }

    /// <summary>Where the session token goes, in place of the service's setting.</summary>
    [Parameter]
    [PlainValue]
    public SessionTokenMode? SessionTokenMode { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            RequestUri uri = RequestUri.Parse(Uri);
            AwsService service = HttpArguments.Service(Service, uri);
            byte[]? body = ParameterSetName == BodySet ? BodyBytes() : null;
            SignableRequest request = new(
                Method is null ? (EventStream ? "POST" : "GET") : HttpArguments.Method(Method),
                uri.Endpoint,
                uri.Path,
                QueryParameter.ParseQuery(uri.Query ?? string.Empty),
                HeaderList(),
                HashLine(body));
            AwsCredential credential = AwsCredential;
            string region = Region ?? HostRegion.Find(uri.Endpoint.Host) ?? ResolveRegion();
            SignerSettings settings = new SignerOverrides(PathEncoding, NormalizePath, SessionTokenMode).ApplyTo(service.Settings);
            SigV4HeaderSigner signer = new(service.SigningName, settings);
            SignedRequest signed = signer.Sign(request, credential, region, Now).WithBody(body);
            if (signer.CheckPath(uri.Path) is { } rewritten)
            {
                WriteWarning(rewritten);
            }

            WriteObject(signed);
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            WriteError(ErrorRecords.FileUnreadable(InFile, e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private string HashLine(byte[]? body) => ParameterSetName switch
    {
        UnsignedSet => SignableRequest.UnsignedPayload,
        EventStreamSet => SignableRequest.EventStreamPayload,
        HashSet => SigV4.PayloadHash.Parse(PayloadHash),
        InFileSet => HashOfFile(),
        _ => SigV4.PayloadHash.Of(body ?? []),
    };

    private string HashOfFile()
    {
        using InputFile file = InputFile.Open(FilePath.Resolve(SessionState, InFile), FileShare.Read, StopToken);
        return SigV4.PayloadHash.Of(file);
    }

    private byte[]? BodyBytes() => Unwrapped.Of(Body) switch
    {
        null => null,
        byte[] bytes => bytes,
        string text => ToUtf8(text),
        object other => throw ErrorRecords.Exception(
            "BodyInvalid",
            other.GetType().FullName,
            $"A {other.GetType().FullName} cannot be a body.",
            "Give a byte[] or a string; make text of an object first, such as with ConvertTo-Json."),
    };

    private static byte[] ToUtf8(string text)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw ErrorRecords.Exception(
                "TextInvalid", null, "The body has half of a surrogate pair, which no UTF-8 can carry.", "Give text that is valid Unicode.");
        }
    }

    private List<KeyValuePair<string, string>> HeaderList()
    {
        List<KeyValuePair<string, string>> headers = HttpArguments.Headers(Headers);
        if (EventStream && !headers.Exists(static h => string.Equals(h.Key, "content-type", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new("Content-Type", SignableRequest.EventStreamContentType));
        }

        return headers;
    }
}
