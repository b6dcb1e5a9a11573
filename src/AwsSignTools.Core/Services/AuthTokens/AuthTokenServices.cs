using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Aws;

namespace AwsSignTools.Services.AuthTokens;

/// <summary>The services of the catalogue that have authentication tokens.</summary>
public static class AuthTokenServices
{
    /// <summary>The query parameter with the action.</summary>
    internal const string ActionParameter = "Action";

    /// <summary>The services.</summary>
    internal static IReadOnlyList<AwsService> All { get; } = [.. AwsServices.All.Where(static s => s.AuthToken is not null)];

    /// <summary>The names by which the services are given: rds, dsql, elasticache, memorydb, msk and eks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static s => s.AuthToken!.Name)];

    /// <summary>The service of a name; null for any other name.</summary>
    internal static AwsService? Find(string name) => All.FirstOrDefault(s => s.AuthToken!.IsNamed(name));
}
