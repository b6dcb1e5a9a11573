using System;
using System.Management.Automation;
using System.Security;
using AwsSignTools.Credentials;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>What every cmdlet that signs with an AWS credential has in common; names and aliases are those of AWS.Tools.</summary>
public abstract class AwsSigningCommand : PSCmdlet
{
    private SdkCredential? _resolved;

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
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    /// <summary>The credentials file of the profile, or its folder.</summary>
    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    [ValidateNotNullOrEmpty]
    public string? ProfileLocation { get; set; }

    /// <summary>A PSCredential, a hashtable, or an object with AccessKeyId, SecretAccessKey and SessionToken.</summary>
    [Parameter]
    [ConcealTransform]
    [ValidateNotNull]
    public object? Credential { get; set; }

    /// <summary>The region.</summary>
    [Parameter]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The time of signing; now where it is not given.</summary>
    [Parameter]
    [Alias("Timestamp")]
    [MomentTransform]
    public DateTimeOffset? SigningTime { get; set; }

    /// <summary>The time to sign with: the one given, or now.</summary>
    private protected DateTimeOffset Now => SigningTime ?? DateTimeOffset.UtcNow;

    /// <summary>True where a parameter says who signs.</summary>
    private protected bool HasCredentialArguments => Arguments.Any;

    /// <summary>The credential, found once; without one the cmdlet ends.</summary>
    private protected AwsCredential AwsCredential => Resolved.Credential;

    private SdkCredential Resolved => _resolved ??= Resolve();

    private CredentialArguments Arguments => new()
    {
        AccessKey = AccessKey,
        SecretKey = SecretKey,
        SessionToken = SessionToken,
        ProfileName = ProfileName,
        ProfileLocation = ProfileLocation,
        Credential = Concealed.Reveal(Credential),
    };

    /// <summary>The region for what has none in an ARN: -Region, <c>$StoredAWSRegion</c>, the environment, the profile's; else the cmdlet ends.</summary>
    private protected string ResolveRegion()
    {
        string? region = Region
            ?? Text(SessionState.PSVariable.GetValue("StoredAWSRegion"))
            ?? Text(Environment.GetEnvironmentVariable("AWS_REGION"))
            ?? Text(Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"))
            ?? Resolved.Region;
        if (region is null)
        {
            ThrowTerminatingError(ErrorRecords.Invalid(
                "RegionMissing",
                "Region",
                "There is no region: no -Region, no $StoredAWSRegion, and neither AWS_REGION nor AWS_DEFAULT_REGION in the environment.",
                "Give -Region, such as us-west-2."));
        }

        return region!;
    }

    private static string? Text(object? value) => value?.ToString() is { Length: > 0 } text ? text : null;

    private SdkCredential Resolve()
    {
        try
        {
            CredentialResolver resolver = new(new UnavailableSdkCredentialSource(), name => SessionState.PSVariable.GetValue(name));
            SdkCredential resolved = resolver.Resolve(Arguments);
            foreach (Finding finding in CredentialRules.Check(resolved.Credential, Now))
            {
                if (finding.Severity == FindingSeverity.Error)
                {
                    throw new CredentialUnavailableException(finding);
                }

                WriteWarning($"{finding.Message} {finding.Remedy}");
            }

            return resolved;
        }
        catch (CredentialUnavailableException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (InvalidInputException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }

        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }
}
