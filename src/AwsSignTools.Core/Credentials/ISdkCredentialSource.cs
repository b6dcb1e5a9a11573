namespace AwsSignTools.Credentials;

/// <summary>
/// What the AWS SDK can resolve and the core cannot: profiles, and the container's and the instance's credentials. The bridge to
/// the SDK implements it, so that neither the core nor the cmdlets reference the SDK.
/// </summary>
public interface ISdkCredentialSource
{
    /// <summary>Resolves a named profile.</summary>
    /// <param name="name">The profile's name.</param>
    /// <param name="location">A credentials file, or a folder with one; null for the usual place.</param>
    /// <exception cref="CredentialUnavailableException">The profile is missing or cannot be resolved.</exception>
    SdkCredential ResolveProfile(string name, string? location);

    /// <summary>Resolves the default profile, then the container's and the instance's credential.</summary>
    /// <exception cref="CredentialUnavailableException">None of them has a credential.</exception>
    SdkCredential ResolveDefault();
}
