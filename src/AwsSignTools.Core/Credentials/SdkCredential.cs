using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials;

/// <summary>What the SDK resolved.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Region">The profile's region; null where it has none.</param>
public sealed record SdkCredential(AwsCredential Credential, string? Region);
