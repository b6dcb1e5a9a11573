using System;
using System.Threading;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>What the search for a credential may use.</summary>
public sealed class CredentialContext
{
    /// <summary>Reads an environment variable; null if it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The region that the user chose, for a profile that has none.</summary>
    public string? Region { get; init; }

    /// <summary>How long each program or service that is asked, and each file that is read, may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks the user for the code of an MFA device, by its serial; null if nobody can be asked.</summary>
    public Func<string, string?>? AskMfaCode { get; init; }

    /// <summary>
    /// Asks AWS.Tools.Common for the credential of a profile that this module does not read itself, by the profile's name and the path of the
    /// credentials file that the user named, or null. Returns null if AWS.Tools.Common is not installed. Null if there is no session to ask it in.
    /// </summary>
    public Func<string, string?, AwsCredential?>? AskAwsTools { get; init; }

    /// <summary>The time.</summary>
    public Func<DateTimeOffset> Now { get; init; } = () => DateTimeOffset.UtcNow;

    /// <summary>Stops the search.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The limit of a file that is read.</summary>
    internal ReadLimit ReadLimit => new(TimeLimit, Cancellation);

    /// <summary>The services that issue credentials.</summary>
    internal ICredentialServices Services
    {
        get => field ??= new AwsCredentialServices(Variable, Now);
        init;
    }

    /// <summary>An environment variable; null if it is not set or empty.</summary>
    internal string? Variable(string name) => Environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
