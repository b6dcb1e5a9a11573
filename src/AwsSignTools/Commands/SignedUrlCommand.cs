using System;
using System.Management.Automation;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Commands;

/// <summary>What the cmdlets that make a signed URL of each record have in common.</summary>
public abstract class SignedUrlCommand : AwsSigningCommand
{
    /// <summary>How long the URL is good for: seconds or a TimeSpan.</summary>
    [Parameter]
    [Alias("Expires")]
    [SecondsTransform]
    public TimeSpan? ExpiresIn { get; set; }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (!IsForUs())
        {
            return;
        }

        AwsCredential credential = AwsCredential;
        try
        {
            SignedUrl url = Sign(credential, Now);
            Report(url.Findings, credential, url.ExpiresAt);
            WriteObject(url);
        }
        catch (InvalidInputException e)
        {
            WriteError(ErrorRecords.From(e));
        }
    }

    /// <summary>False for a record to be passed over.</summary>
    private protected virtual bool IsForUs() => true;

    /// <summary>Checks and signs what this record was bound to.</summary>
    private protected abstract SignedUrl Sign(AwsCredential credential, DateTimeOffset signingTime);
}
