using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>What is known of a signature that is not the right one.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Expected">What the service computes its signature over.</param>
/// <param name="Settings">What the service wants of a signer.</param>
/// <param name="SessionToken">The session token of the credential that was given to check with; null where it has none.</param>
internal sealed record SignatureEvidence(InspectedUrl Url, SignedForm Expected, SignerSettings Settings, string? SessionToken);
