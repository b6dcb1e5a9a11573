using System;
using System.IO;
using System.Management.Automation;
using System.Security;
using System.Threading;
using AwsSignTools.Credentials;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>What every cmdlet that signs with an AWS credential has in common; names and aliases are those of AWS.Tools.</summary>
public abstract class AwsSigningCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private ResolvedCredential? _resolved;

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
    public int CredentialTimeoutSec { get; set; } = 60;

    /// <summary>The time to sign with: the one given, or now.</summary>
    private protected DateTimeOffset Now => SigningTime ?? DateTimeOffset.UtcNow;

    /// <summary>True where a parameter says who signs.</summary>
    private protected bool HasCredentialArguments => Arguments.Any;

    /// <summary>The credential, found when it is first needed and again when it is about to end; without one the cmdlet ends.</summary>
    private protected AwsCredential AwsCredential => Resolved.Credential;

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>False for a cmdlet that only checks signatures: a credential that has ended still tells whether one is right.</summary>
    private protected virtual bool MakesSignatures => true;

    private ResolvedCredential Resolved
    {
        get
        {
            // With a time of the user's own nothing ends: the output is to be the same each time.
            if (_resolved is null || (_resolved.RenewAt is { } renewAt && SigningTime is null && renewAt <= DateTimeOffset.UtcNow))
            {
                _resolved = Resolve(_resolved);
            }

            return _resolved;
        }
    }

    private CredentialArguments Arguments => new()
    {
        AccessKey = AccessKey,
        SecretKey = SecretKey,
        SessionToken = SessionToken,
        ProfileName = ProfileName,
        ProfileLocation = ProfileLocation,
        Credential = Concealed.Reveal(Credential),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    /// <param name="disposing">True where <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>
    /// The region for what has none in an ARN: -Region, <c>$StoredAWSRegion</c>, the environment, the credential's profile, the default
    /// profile; else the cmdlet ends.
    /// </summary>
    private protected string ResolveRegion()
    {
        string? region = ChosenRegion ?? Text(Environment.GetEnvironmentVariable("AWS_REGION"))
            ?? Text(Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"))
            ?? Resolved.Region
            ?? Search(context => new CredentialChain(context).DefaultRegion());
        if (region is null)
        {
            ThrowTerminatingError(ErrorRecords.Invalid(
                "RegionMissing",
                "Region",
                "There is no region: no -Region, no $StoredAWSRegion, neither AWS_REGION nor AWS_DEFAULT_REGION in the environment, and none in the profile.",
                "Give -Region, such as us-west-2."));
        }

        return region!;
    }

    private string? ChosenRegion => Region ?? RegionText(SessionState.PSVariable.GetValue("StoredAWSRegion"));

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    // AWS.Tools keeps the region's name, or an object that has it.
    private static string? RegionText(object? value) =>
        value is null ? null : Text(PSObject.AsPSObject(value).Properties["SystemName"]?.Value as string ?? value.ToString());

    private ResolvedCredential Resolve(ResolvedCredential? before)
    {
        CredentialArguments arguments = Arguments with { ProfileLocation = ResolveLocation() };
        ResolvedCredential resolved = Search(context =>
        {
            try
            {
                return new CredentialResolver(context, SessionState.PSVariable.GetValue).Resolve(arguments);
            }
            catch (CredentialUnavailableException e) when (before?.Credential.Expiration > DateTimeOffset.UtcNow)
            {
                // What cannot be renewed now still signs until it ends.
                WriteWarning($"The credential could not be renewed before its end. {e.Message}");
                return before with { RenewAt = before.Credential.Expiration };
            }
        });
        Warn(resolved, first: before is null);
        return resolved;
    }

    // Relative to PowerShell's location, which is not the process's.
    private string? ResolveLocation()
    {
        try
        {
            return ProfileLocation is null ? null : FilePath.Resolve(SessionState, ProfileLocation);
        }
        catch (IOException e)
        {
            ThrowTerminatingError(ErrorRecords.FileUnreadable(ProfileLocation!, e));
            return null;
        }
    }

    private void Warn(ResolvedCredential resolved, bool first)
    {
        foreach (Finding finding in CredentialRules.Check(resolved.Credential, Now))
        {
            if (finding.Severity == FindingSeverity.Error && MakesSignatures)
            {
                Finding named = new(finding.Id, finding.Severity, $"{resolved.Source}: {finding.Message}", finding.Remedy, finding.Target);
                ThrowTerminatingError(ErrorRecords.From(new CredentialUnavailableException(named)));
            }

            if (first && MakesSignatures)
            {
                WriteWarning($"{finding.Message} {finding.Remedy}");
            }
        }

        if (first && ClockRules.Check(resolved.ClockOffset) is { } clock)
        {
            WriteWarning($"{clock.Message} {clock.Remedy}");
        }
    }

    private T Search<T>(Func<CredentialContext, T> search)
    {
        CredentialContext? context = null;
        context = new()
        {
            Region = ChosenRegion,
            TimeLimit = TimeSpan.FromSeconds(CredentialTimeoutSec),
            AskMfaCode = serial => MfaPrompt.Ask(Host, serial),
            AskAwsTools = (name, location) => new AwsTools(SessionState, Host, context!).GetCredential(name, location),
            Cancellation = _stopping.Token,
        };
        try
        {
            return search(context);
        }
        catch (CredentialUnavailableException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (InvalidInputException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }
}
