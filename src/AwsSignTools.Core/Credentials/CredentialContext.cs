using System;
using System.Threading;
using AwsSignTools.Credentials.Services;

namespace AwsSignTools.Credentials;

/// <summary>What the search for a credential may use.</summary>
public sealed class CredentialContext
{
    /// <summary>What asks AWS.</summary>
    public required ISdkCredentialSource Sdk { get; init; }

    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The region that the user chose, for a profile that has none.</summary>
    public string? Region { get; init; }

    /// <summary>How long each program or service that is asked may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Asks the user for the code of an MFA device, by its serial; null where nobody can be asked.</summary>
    public Func<string, string?>? AskMfaCode { get; init; }

    /// <summary>The time.</summary>
    public Func<DateTimeOffset> Now { get; init; } = () => DateTimeOffset.UtcNow;

    /// <summary>Stops the search.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>An environment variable; null where it is not set or empty.</summary>
    internal string? Variable(string name) => Environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
