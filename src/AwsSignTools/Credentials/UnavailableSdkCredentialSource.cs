namespace AwsSignTools.Credentials;

/// <summary>
/// Stands where the bridge to the AWS SDK will: says clearly that a profile cannot be read, so that nothing is ever signed with
/// another credential than the one that was asked for.
/// </summary>
internal sealed class UnavailableSdkCredentialSource : ISdkCredentialSource
{
    /// <inheritdoc/>
    public SdkCredential ResolveProfile(string name, string? location) => throw CredentialErrors.ProfileUnsupported(name);

    /// <inheritdoc/>
    public SdkCredential ResolveDefault() => throw CredentialErrors.NotFound();
}
