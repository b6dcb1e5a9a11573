using System;

namespace AwsSignTools.Credentials.Services;

/// <summary>A role, and the identity token that asks for it.</summary>
public sealed record WebIdentityRequest
{
    /// <summary>Where STS is asked.</summary>
    public required ServiceEndpoint Endpoint { get; init; }

    /// <summary>The role's ARN.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The name of the session, 2 to 64 characters.</summary>
    public required string SessionName { get; init; }

    /// <summary>The OIDC token, a secret.</summary>
    public required string Token { get; init; }

    /// <summary>How long the credential is to live; null for what the role gives, an hour.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The role; not the token.</summary>
    public override string ToString() => RoleArn;
}
