namespace AwsSignTools.Credentials.Services;

/// <summary>A login to IAM Identity Center, and the role to be had with it.</summary>
public sealed record SsoRoleRequest
{
    /// <summary>Where the portal (<c>portal.sso</c>) is asked for the credential.</summary>
    public required ServiceEndpoint Portal { get; init; }

    /// <summary>Where a login is renewed (<c>oidc</c>).</summary>
    public required ServiceEndpoint Oidc { get; init; }

    /// <summary>The start URL of the login.</summary>
    public required string StartUrl { get; init; }

    /// <summary>The name of the <c>sso-session</c>; null for a profile of the older kind.</summary>
    public string? SessionName { get; init; }

    /// <summary>The account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The name of the role in the account.</summary>
    public required string RoleName { get; init; }
}
