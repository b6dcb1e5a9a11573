using System.Security;

namespace AwsSignTools.Credentials;

/// <summary>What the credential parameters of a cmdlet were given; null for what was not.</summary>
internal sealed record CredentialArguments
{
    public string? AccessKey { get; init; }

    public SecureString? SecretKey { get; init; }

    public SecureString? SessionToken { get; init; }

    public string? ProfileName { get; init; }

    public string? ProfileLocation { get; init; }

    public object? Credential { get; init; }

    /// <summary>True where any of them was given.</summary>
    public bool Any => AccessKey is not null || SecretKey is not null || SessionToken is not null
        || ProfileName is not null || ProfileLocation is not null || Credential is not null;
}
