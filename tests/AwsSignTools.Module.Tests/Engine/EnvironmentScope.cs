using System;
using System.Collections.Generic;
using System.Linq;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>Environment variables set for a test, and put back after it. Such tests run one after another: the environment is the process's.</summary>
internal sealed class EnvironmentScope : IDisposable
{
    private static readonly string NoFile = System.IO.Path.Combine(AppContext.BaseDirectory, "no-such-folder", "no-such-file");

    // What any source of a credential reads; the files are none, and no instance is asked.
    private static readonly (string Name, string? Value)[] CredentialVariables =
    [
        ("AWS_ACCESS_KEY_ID", null), ("AWS_SECRET_ACCESS_KEY", null), ("AWS_SESSION_TOKEN", null), ("AWS_CREDENTIAL_EXPIRATION", null),
        ("AWS_REGION", null), ("AWS_DEFAULT_REGION", null), ("AWS_PROFILE", null),
        ("AWS_SHARED_CREDENTIALS_FILE", NoFile), ("AWS_CONFIG_FILE", NoFile), ("LOCALAPPDATA", null),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", null), ("AWS_ROLE_ARN", null), ("AWS_ROLE_SESSION_NAME", null),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", null), ("AWS_CONTAINER_CREDENTIALS_FULL_URI", null),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", null), ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", null),
        ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", null),
        ("AWS_ENDPOINT_URL", null), ("AWS_ENDPOINT_URL_STS", null), ("AWS_ENDPOINT_URL_SSO", null), ("AWS_ENDPOINT_URL_SSO_OIDC", null),
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", null), ("AWS_USE_FIPS_ENDPOINT", null), ("AWS_USE_DUALSTACK_ENDPOINT", null),
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

    /// <summary>The names of the variables that any source of a credential or region reads.</summary>
    public static IEnumerable<string> Names => CredentialVariables.Select(v => v.Name);

    /// <summary>An environment without any AWS credential or region, but for those given.</summary>
    public static EnvironmentScope WithoutCredentials(params (string Name, string? Value)[] but) => new(
        [.. CredentialVariables.Where(v => but.All(b => b.Name != v.Name)), .. but]);

    public void Dispose()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
