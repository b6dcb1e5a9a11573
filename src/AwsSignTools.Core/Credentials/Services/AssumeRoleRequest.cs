using System;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials.Services;

/// <summary>A role, and who asks for it.</summary>
public sealed record AssumeRoleRequest
{
    /// <summary>Where STS is asked.</summary>
    public required ServiceEndpoint Endpoint { get; init; }

    /// <summary>The credential that signs the request.</summary>
    public required AwsCredential Source { get; init; }

    /// <summary>The role's ARN.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The name of the session, 2 to 64 characters.</summary>
    public required string SessionName { get; init; }

    /// <summary>The external id that the role's owner asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The serial number or ARN of the MFA device.</summary>
    public string? MfaSerial { get; init; }

    /// <summary>The code that the device shows.</summary>
    public string? MfaCode { get; init; }

    /// <summary>How long the credential is to live; null for what the role gives, an hour.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The role; not the code.</summary>
    public override string ToString() => RoleArn;
}
