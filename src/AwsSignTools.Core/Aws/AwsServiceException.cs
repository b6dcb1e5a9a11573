using System;

namespace AwsSignTools.Aws;

/// <summary>Why a call of a service failed.</summary>
internal enum ServiceFailure
{
    /// <summary>The service was asked and refused.</summary>
    Refused,

    /// <summary>The service could not be reached.</summary>
    Unreachable,

    /// <summary>The answer does not have the form that the service's answers have.</summary>
    AnswerInvalid,
}

/// <summary>A call of a service failed. Carries no inner exception: one may hold what was sent.</summary>
/// <param name="failure">Why.</param>
/// <param name="code">The service's error code, such as <c>AccessDenied</c>, or null.</param>
/// <param name="detail">What the service or the platform reports; never holds a secret.</param>
/// <param name="clockOffset">How far the service's clock is ahead of this machine's; null if it did not report its time.</param>
internal sealed class AwsServiceException(ServiceFailure failure, string? code, string detail, TimeSpan? clockOffset = null) : Exception(detail)
{
    /// <summary>Why the call failed.</summary>
    public ServiceFailure Failure { get; } = failure;

    /// <summary>The service's error code, or null.</summary>
    public string? Code { get; } = code;

    /// <summary>How far the service's clock is ahead of this machine's; null if it did not report its time.</summary>
    public TimeSpan? ClockOffset { get; } = clockOffset;
}
