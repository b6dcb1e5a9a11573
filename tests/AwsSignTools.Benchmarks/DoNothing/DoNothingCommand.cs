using System;
using System.Management.Automation;

namespace AwsSignTools.Benchmarks.DoNothing;

/// <summary>The parameters that every cmdlet which signs with an AWS credential has, bound and left alone.</summary>
public abstract class DoNothingCommand : PSCmdlet
{
    [Parameter]
    [Alias("AK")]
    public string? AccessKey { get; set; }

    [Parameter]
    [Alias("SK", "SecretAccessKey")]
    public object? SecretKey { get; set; }

    [Parameter]
    [Alias("ST")]
    public object? SessionToken { get; set; }

    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    public string? ProfileName { get; set; }

    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public string? ProfileLocation { get; set; }

    [Parameter]
    public object? Credential { get; set; }

    [Parameter]
    [Alias("Timestamp")]
    public DateTimeOffset? SigningTime { get; set; }

    [Parameter]
    public int CredentialTimeoutSec { get; set; } = 60;
}
