using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using AwsSignTools.Commands;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Parameters;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>
/// Who signs during one run of a cmdlet, and in which region: found when first needed, and renewed before it ends. A refusal ends the cmdlet.
/// </summary>
/// <param name="command">The cmdlet.</param>
internal sealed class SigningSession(AwsSigningCommand command) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private ResolvedCredential? _resolved;

    /// <summary>Cancelled when the user stops the pipeline.</summary>
    public CancellationToken StopToken => _stopping.Token;

    /// <summary>The credential.</summary>
    public AwsCredential Credential => Resolved.Credential;

    private ResolvedCredential Resolved
    {
        get
        {
            // With a time of the user's own nothing ends: the output is to be the same each time.
            if (_resolved is null || (_resolved.RenewAt is { } renewAt && command.SigningTime is null && renewAt <= DateTimeOffset.UtcNow))
            {
                _resolved = Resolve(_resolved);
            }

            return _resolved;
        }
    }

    private string? ChosenRegion => command.Region ?? RegionText(command.SessionState.PSVariable.GetValue("StoredAWSRegion"));

    /// <summary>Stops the search for a credential.</summary>
    public void Stop() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>
    /// The region for input that has none in an ARN: -Region, <c>$StoredAWSRegion</c>, the environment, the credential's profile, the
    /// default profile.
    /// </summary>
    public string ResolveRegion()
    {
        string? region = ChosenRegion ?? NotEmpty(Environment.GetEnvironmentVariable("AWS_REGION"))
            ?? NotEmpty(Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"))
            ?? Resolved.Region
            ?? Search(context => new CredentialChain(context).DefaultRegion());
        if (region is null)
        {
            command.ThrowTerminatingError(ErrorRecords.Invalid(
                "RegionMissing",
                "Region",
                "There is no region: no -Region, no $StoredAWSRegion, neither AWS_REGION nor AWS_DEFAULT_REGION in the environment, and none in the profile.",
                "Give -Region, such as us-west-2."));
        }

        return region!;
    }

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    // AWS.Tools keeps the region's name, or an object that has it.
    private static string? RegionText(object? value) =>
        value is null ? null : NotEmpty(PSObject.AsPSObject(value).Properties["SystemName"]?.Value as string ?? value.ToString());

    private ResolvedCredential Resolve(ResolvedCredential? before)
    {
        CredentialArguments arguments = command.Arguments with { ProfileLocation = ResolveLocation() };
        ResolvedCredential resolved = Search(context =>
        {
            try
            {
                return new CredentialResolver(context, command.SessionState.PSVariable.GetValue).Resolve(arguments);
            }
            catch (CredentialUnavailableException e) when (before?.Credential.Expiration > DateTimeOffset.UtcNow)
            {
                // What cannot be renewed now still signs until it ends.
                command.WriteWarning($"The credential could not be renewed before its end. {e.Message}");
                return before with { RenewAt = before.Credential.Expiration };
            }
        });
        Warn(resolved, isFirst: before is null);
        return resolved;
    }

    // Relative to PowerShell's location, which is not the process's.
    private string? ResolveLocation()
    {
        try
        {
            return command.ProfileLocation is null ? null : FilePath.Resolve(command.SessionState, command.ProfileLocation);
        }
        catch (IOException e)
        {
            command.ThrowTerminatingError(ErrorRecords.FileUnreadable(command.ProfileLocation!, e));
            return null;
        }
        catch (InvalidInputException e)
        {
            command.ThrowTerminatingError(ErrorRecords.From(e));
            return null;
        }
    }

    private void Warn(ResolvedCredential resolved, bool isFirst)
    {
        foreach (Finding finding in CredentialRules.Check(resolved.Credential, command.Now))
        {
            if (finding.Severity == FindingSeverity.Error && command.MakesSignatures)
            {
                Finding named = new(finding.Id, finding.Severity, $"{resolved.Source}: {finding.Message}", finding.Remedy, finding.Target);
                command.ThrowTerminatingError(ErrorRecords.From(new CredentialUnavailableException(named)));
            }

            if (isFirst && command.MakesSignatures)
            {
                command.WriteWarning(finding);
            }
        }

        if (isFirst && ClockRules.Check(resolved.ClockOffset) is { } clock)
        {
            command.WriteWarning(clock);
        }
    }

    private T Search<T>(Func<CredentialContext, T> search)
    {
        CredentialContext? context = null;
        context = new()
        {
            Region = ChosenRegion,
            TimeLimit = TimeSpan.FromSeconds(command.CredentialTimeoutSec),
            AskMfaCode = serial => MfaPrompt.Ask(command.Host, serial),
            AskAwsTools = (name, location) => new AwsTools(command.SessionState, command.Host, context!).GetCredential(name, location),
            Cancellation = _stopping.Token,
        };
        try
        {
            return search(context);
        }
        catch (CredentialUnavailableException e)
        {
            command.ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (InvalidInputException e)
        {
            command.ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        throw new InvalidOperationException("ThrowTerminatingError returned.");
    }
}
