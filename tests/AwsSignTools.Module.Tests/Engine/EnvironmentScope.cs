using System;
using System.Collections.Generic;
using System.Linq;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>Environment variables set for a test, and put back after it. Such tests run one after another: the environment is the process's.</summary>
internal sealed class EnvironmentScope : IDisposable
{
    private static readonly string[] CredentialVariables =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE",
    ];

    private readonly Dictionary<string, string?> _before;

    public EnvironmentScope(params (string Name, string? Value)[] variables)
    {
        _before = variables.ToDictionary(v => v.Name, v => Environment.GetEnvironmentVariable(v.Name));
        foreach ((string name, string? value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>An environment without any AWS credential or region, but for those given.</summary>
    public static EnvironmentScope WithoutCredentials(params (string Name, string? Value)[] but) => new(
        [.. CredentialVariables.Where(name => but.All(b => b.Name != name)).Select(name => (name, (string?)null)), .. but]);

    public void Dispose()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
