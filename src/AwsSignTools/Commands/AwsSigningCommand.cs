using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading;
using AwsSignTools.Credentials;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>What every cmdlet that signs with an AWS credential has in common; names and aliases are those of AWS.Tools.</summary>
public abstract class AwsSigningCommand : ModuleCommand
{
    private readonly SigningSession _session;
    private AwsCredential? _warnedOf;

    private protected AwsSigningCommand() => _session = new SigningSession(this);

    /// <summary>The access key id.</summary>
    [Parameter]
    [Alias("AK")]
    [ValidateNotNullOrEmpty]
    public string? AccessKey { get; set; }

    /// <summary>The secret access key, a string or a SecureString.</summary>
    [Parameter]
    [Alias("SK", "SecretAccessKey")]
    [SecretTransform]
    [ValidateNotNull]
    public SecureString? SecretKey { get; set; }

    /// <summary>The session token of a temporary credential, a string or a SecureString.</summary>
    [Parameter]
    [Alias("ST")]
    [SecretTransform]
    public SecureString? SessionToken { get; set; }

    /// <summary>The name of a profile.</summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    /// <summary>The credentials file of the profile, or its folder.</summary>
    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    [ValidateNotNullOrEmpty]
    public string? ProfileLocation { get; set; }

    /// <summary>An AWSCredentials of any AWS SDK, a PSCredential, or a hashtable, object or JSON text with AccessKeyId, SecretAccessKey and SessionToken.</summary>
    [Parameter]
    [ConcealTransform]
    [ValidateNotNull]
    public object? Credential { get; set; }

    /// <summary>The region.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? Region { get; set; }

    /// <summary>The time of signing; now where it is not given.</summary>
    [Parameter]
    [Alias("Timestamp")]
    [MomentTransform]
    public DateTimeOffset? SigningTime { get; set; }

    /// <summary>How long each program or service that is asked for the credential may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    [PlainValue]
    public int CredentialTimeoutSec { get; set; } = 60;

    /// <summary>The time to sign with: the one given, or now.</summary>
    internal DateTimeOffset Now => SigningTime ?? DateTimeOffset.UtcNow;

    /// <summary>False for a cmdlet that only checks signatures: a credential that has ended can still show whether one is right.</summary>
    internal virtual bool MakesSignatures => true;

    /// <summary>The parameters that name a credential.</summary>
    internal CredentialArguments Arguments => new()
    {
        AccessKey = AccessKey,
        SecretKey = SecretKey,
        SessionToken = SessionToken,
        ProfileName = ProfileName,
        ProfileLocation = ProfileLocation,
        Credential = Concealed.Reveal(Credential),
    };

    /// <summary>True if a parameter names a credential.</summary>
    private protected bool HasCredentialArguments => Arguments.Any;

    /// <summary>The credential, found when it is first needed and again when it is about to end; without one the cmdlet ends.</summary>
    private protected AwsCredential AwsCredential => _session.Credential;

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    private protected CancellationToken StopToken => _session.StopToken;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _session.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _session.Stop();

    /// <summary>Says what was found in the making of an output that ends, and once for each credential that it ends before its outputs.</summary>
    private protected void Report(IReadOnlyList<Finding> findings, AwsCredential credential, DateTimeOffset end)
    {
        foreach (Finding finding in findings)
        {
            if (finding.Severity == FindingSeverity.Information)
            {
                WriteVerbose(finding.Message);
            }
            else
            {
                WriteWarning(finding);
            }
        }

        if (credential != _warnedOf && CredentialRules.CheckEnd(credential, end) is { } warning)
        {
            _warnedOf = credential;
            WriteWarning(warning);
        }
    }

    /// <summary>The region for input that has none in an ARN; without one the cmdlet ends.</summary>
    private protected string ResolveRegion() => _session.ResolveRegion();
}
