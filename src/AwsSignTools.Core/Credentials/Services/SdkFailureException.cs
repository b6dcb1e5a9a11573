using System;

namespace AwsSignTools.Credentials.Services;

/// <summary>The SDK got no credential. Carries no exception of the SDK's: theirs may hold what was sent.</summary>
public sealed class SdkFailureException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="code">The service's error code, such as <c>AccessDenied</c>, or null.</param>
    /// <param name="detail">What the service or the platform says; never holds a secret.</param>
    /// <param name="clockOffset">How far the service's clock is ahead of this machine's, where it said.</param>
    public SdkFailureException(SdkFailureKind kind, string? code, string detail, TimeSpan? clockOffset = null)
        : base(detail)
    {
        Kind = kind;
        Code = code;
        ClockOffset = clockOffset;
    }

    /// <summary>Why.</summary>
    public SdkFailureKind Kind { get; }

    /// <summary>The service's error code, or null.</summary>
    public string? Code { get; }

    /// <summary>How far the service's clock is ahead of this machine's; null where it did not say.</summary>
    public TimeSpan? ClockOffset { get; }
}
