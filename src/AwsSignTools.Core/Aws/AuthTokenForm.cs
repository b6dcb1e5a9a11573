using System;
using System.Collections.Generic;
using AwsSignTools.SigV4;

namespace AwsSignTools.Aws;

/// <summary>What a service's authentication token is made for, which is the host that is signed.</summary>
internal enum AuthTokenTarget
{
    /// <summary>The host of the database.</summary>
    Host,

    /// <summary>The name of the cluster or cache, which stands in place of a host.</summary>
    Name,

    /// <summary>The region's endpoint of a service.</summary>
    Region,
}

/// <summary>The authentication token of a service: a presigned URL that its clients send in place of a password.</summary>
/// <param name="Name">The name that users give, such as <c>rds</c>.</param>
/// <param name="Title">The name of the service in messages.</param>
/// <param name="Action">The value of the parameter <c>Action</c>.</param>
internal sealed record AuthTokenForm(string Name, string Title, string Action)
{
    /// <summary>Other names that users give.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>What the token is made for.</summary>
    public AuthTokenTarget Target { get; init; }

    /// <summary>True if the token has the port of the host.</summary>
    public bool HasPort { get; init; }

    /// <summary>The usual ports, for messages.</summary>
    public string UsualPorts { get; init; } = string.Empty;

    /// <summary>The value of <c>Action</c> for an administrator; null if the service has no such token.</summary>
    public string? AdminAction { get; init; }

    /// <summary>The user that is always an administrator, and the only one; null for none.</summary>
    public string? AdminUser { get; init; }

    /// <summary>The query parameter with the user; null if the token has no user.</summary>
    public string? UserParameter { get; init; }

    /// <summary>True if the client has a user, be it in the token or only beside it.</summary>
    public bool HasUser { get; init; }

    /// <summary>The parameters that each token has besides.</summary>
    public IReadOnlyList<QueryParameter> OwnParameters { get; init; } = [];

    /// <summary>The parameter of a serverless cache's token; null if the service has no such cache.</summary>
    public QueryParameter? ServerlessParameter { get; init; }

    /// <summary>The host's label before the region, for a token of a region.</summary>
    public string HostPrefix { get; init; } = string.Empty;

    /// <summary>True if the host has the suffix of the region's partition; false if it has that of the commercial one everywhere.</summary>
    public bool HasPartitionSuffix { get; init; }

    /// <summary>The signed header with the name of the cluster; null for none.</summary>
    public string? NameHeader { get; init; }

    /// <summary>True if the token is the whole URL in base64url, without padding; false if it is the URL without its scheme.</summary>
    public bool IsBase64Url { get; init; }

    /// <summary>What stands before the base64url.</summary>
    public string TextPrefix { get; init; } = string.Empty;

    /// <summary>How long a token is valid by default, as in the service's own SDK.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest life that the service accepts.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the service accepts a token whatever its <c>X-Amz-Expires</c> says; null if it accepts what that says.</summary>
    public TimeSpan? AcceptedFor { get; init; }

    /// <summary>True for a name of the service that users give.</summary>
    public bool IsNamed(string name)
    {
        bool isNamed = string.Equals(name, Name, StringComparison.OrdinalIgnoreCase);
        foreach (string other in OtherNames)
        {
            isNamed |= string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
        }

        return isNamed;
    }
}
