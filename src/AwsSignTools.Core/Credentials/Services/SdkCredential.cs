using System;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials.Services;

/// <summary>What a service answered.</summary>
/// <param name="Credential">The credential, with its end.</param>
/// <param name="ClockOffset">How far the service's clock is ahead of this machine's; null where it did not say.</param>
public sealed record SdkCredential(AwsCredential Credential, TimeSpan? ClockOffset = null);
