using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using AwsSignTools.Diagnosis;
using AwsSignTools.Diagnosis.Connect;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.Services.AppSync;
using AwsSignTools.Services.AuthTokens;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>Takes a presigned URL apart, whoever signed it, says what is wrong with it, and can try it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AwsSignedUrl")]
[OutputType(typeof(SignedUrlReport), typeof(bool))]
public sealed class TestAwsSignedUrlCommand : AwsSigningCommand
{
    private bool _hasWarned;

    /// <summary>The URL or token: text, a Uri, a SignedUrl, an AwsAuthToken, an AppSyncConnection, or an object that has a Url or Token.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uri", "SignedUrl", "Token")]
    [SignedUrlFrom]
    [ValidateNotNullOrEmpty]
    public object Url { get; set; } = string.Empty;

    /// <summary>The HTTP method it is to be sent with; GET by default, which a WebSocket begins with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HttpMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "GET";

    /// <summary>The values of signed headers other than host.</summary>
    [Parameter]
    [Alias("Header")]
    [ValidateNotNull]
    [PlainValue]
    public IDictionary? Headers { get; set; }

    /// <summary>The SHA-256 of the body in hexadecimal, or another hash line, where the service wants another than usual.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PayloadHash { get; set; }

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

    /// <summary>Connects to it, too, and says why the service refuses.</summary>
    [Parameter]
    public SwitchParameter Connect { get; set; }

    /// <summary>How long the connection may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 300)]
    [PlainValue]
    public int TimeoutSec { get; set; } = 10;

    /// <summary>The proxy to connect through; the system's own by default.</summary>
    [Parameter]
    [ValidateNotNull]
    [ProxyTransform]
    public Uri? Proxy { get; set; }

    /// <summary>The login for the proxy.</summary>
    [Parameter]
    [PlainValue]
    [Credential]
    [ValidateNotNull]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Gives true or false only.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    internal override bool MakesSignatures => false;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            SignedUrlReport report = Inspect();
            if (Connect && report.Host is not null)
            {
                report = ConnectTo(report);
            }

            WriteObject(Quiet ? report.Valid : report);
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private SignedUrlReport Inspect()
    {
        InspectionOptions options = new(Now)
        {
            Credential = HasCredentialArguments ? AwsCredential : null,
            Method = HttpArguments.Method(Method),
            Headers = HttpArguments.Headers(Headers),
            Overrides = new SignerOverrides(PathEncoding, NormalizePath, SessionTokenMode),
            PayloadHash = PayloadHash is null ? null : SigV4.PayloadHash.Parse(PayloadHash),
        };
        WarnOfUnused();
        return Unwrapped.Of(Url) switch
        {
            SignedUrl signed => SignedUrlInspector.Inspect(signed, options),
            AwsAuthToken token => SignedUrlInspector.Inspect(token, options),
            AppSyncConnection connection => SignedUrlInspector.Inspect(connection, options),
            _ => SignedUrlInspector.Inspect(Url.ToString() ?? string.Empty, options),
        };
    }

    // An object has the method, the headers and the hash that it was signed with.
    private void WarnOfUnused()
    {
        string? method = Unwrapped.Of(Url) switch
        {
            SignedUrl signed => signed.Method,
            AwsAuthToken or AppSyncConnection => "GET",
            _ => null,
        };
        List<string> unused = [];
        if (method is not null && MyInvocation.BoundParameters.ContainsKey(nameof(Method)) && !string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
        {
            unused.Add("-Method");
        }

        if (method is not null && Headers is { Count: > 0 })
        {
            unused.Add("-Headers");
        }

        if (method is not null && PayloadHash is not null)
        {
            unused.Add("-PayloadHash");
        }

        if (unused.Count > 0 && !_hasWarned)
        {
            _hasWarned = true;
            WriteWarning($"{string.Join(", ", unused)} {(unused.Count == 1 ? "is" : "are")} not used: the object has what it was signed with. To check it with another value, give the text of its URL.");
        }
    }

    private SignedUrlReport ConnectTo(SignedUrlReport report)
    {
        ConnectionOptions options = new()
        {
            TimeLimit = TimeSpan.FromSeconds(TimeoutSec),
            Proxy = Proxy,
            ProxyCredential = ProxyCredential?.GetNetworkCredential() ?? ProxyAddress.LoginOf(Proxy),
            Method = report.Method,
            Headers = HttpArguments.Headers(Unwrapped.Of(Url) switch
            {
                SignedUrl signed => signed.Headers,
                AwsAuthToken token => token.Headers,
                _ => Headers,
            }),
        };
        ConnectionResult result = report.IsPassword
            ? ConnectionResult.NotForHttp()
            : ConnectionTest.RunAsync(report.Url, report.Prepare(options), StopToken).GetAwaiter().GetResult();
        return report.WithConnection(result, ConnectionRules.Explain(report.Url, result, options.Now()));
    }
}
