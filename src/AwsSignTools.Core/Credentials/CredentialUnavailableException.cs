using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Credentials;

/// <summary>No credential could be had. <see cref="Finding"/> says from where, and what to do.</summary>
public sealed class CredentialUnavailableException : Exception
{
    /// <summary>Makes the exception from what was found.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="innerException">The failure behind it, where there is one and it holds no secret.</param>
    /// <exception cref="ArgumentNullException"><paramref name="finding"/> is null.</exception>
    public CredentialUnavailableException(Finding finding, Exception? innerException = null)
        : base(finding is null ? throw new ArgumentNullException(nameof(finding)) : $"{finding.Message} {finding.Remedy}", SafeException.Of(innerException)) =>
        Finding = finding;

    /// <summary>What was found, and what to do.</summary>
    public Finding Finding { get; }
}
