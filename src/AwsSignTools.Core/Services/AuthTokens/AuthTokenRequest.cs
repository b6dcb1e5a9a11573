using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AuthTokens;

/// <summary>The parts of an authentication token, not yet checked.</summary>
public sealed record AuthTokenRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="service"><c>rds</c>, <c>dsql</c>, <c>elasticache</c>, <c>memorydb</c>, <c>msk</c> or <c>eks</c>, in any case of the letters.</param>
    /// <param name="endpoint">
    /// The host of the database, with its port for RDS; its scheme is optional. For <c>msk</c> a broker and for <c>eks</c> the cluster's API endpoint,
    /// from which only the region is read. Null for a service whose token is made for a name.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="service"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>AuthTokenServiceUnknown</c> or <c>EndpointInvalid</c>.</exception>
    public AuthTokenRequest(string service, string? endpoint = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        Service = AuthTokenServices.Find(service) ?? throw InvalidInputException.For(
            "AuthTokenServiceUnknown",
            service,
            $"There is no authentication token for the service {Quoted.Value(service)}.",
            $"Give one of {string.Join(", ", AuthTokenServices.Names)}.");
        Form = Service.AuthToken!;
        Uri = endpoint is null ? null : RequestUri.Parse(endpoint, "https");
        ExpiresIn = Form.Life;
    }

    /// <summary>The service that the token is signed for.</summary>
    public AwsService Service { get; }

    /// <summary>The endpoint as it was given; null if there is none.</summary>
    public RequestUri? Uri { get; }

    /// <summary>The port of the database; null for that of the endpoint.</summary>
    public int? Port { get; init; }

    /// <summary>The name of the cluster or cache; null for none.</summary>
    public string? ClusterName { get; init; }

    /// <summary>The user who connects; null for none.</summary>
    public string? User { get; init; }

    /// <summary>True for a token with which an administrator of Aurora DSQL connects. The user <c>admin</c> always has such a token.</summary>
    public bool Admin { get; init; }

    /// <summary>True for a serverless cache of ElastiCache.</summary>
    public bool Serverless { get; init; }

    /// <summary>The region that the caller expects; null for that of the endpoint.</summary>
    public string? Region { get; init; }

    /// <summary>How long the token is valid. By default as long as the service's own SDK asks for.</summary>
    public TimeSpan ExpiresIn { get; init; }

    /// <summary>What a token of MSK says of the program that made it.</summary>
    public string UserAgent { get; init; } = $"AwsSignTools/{typeof(AuthTokenRequest).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>The facts of the token.</summary>
    internal AuthTokenForm Form { get; }

    /// <summary>True if the caller asked for an administrator's token, by the switch or by the user's name.</summary>
    internal bool IsForAdmin => Admin || (Form.AdminUser is { } admin && User == admin);

    /// <summary>The region: the one given, otherwise that of the endpoint.</summary>
    /// <returns>The region; null if neither has one.</returns>
    public string? FindRegion() => Region ?? EndpointRegion;

    /// <summary>The region of the endpoint; null if it has none.</summary>
    internal string? EndpointRegion => Uri is { } uri ? HostRegion.Find(uri.Endpoint.Host) : null;

    /// <summary>Where the presigned request goes.</summary>
    /// <param name="region">The region.</param>
    internal Endpoint FindTarget(string region)
    {
        if (Form.Target == AuthTokenTarget.Host)
        {
            string host = Uri!.Value.Endpoint.Host;
            return RequestUri.Parse(Form.HasPort ? $"https://{host}:{FindPort()}" : $"https://{host}").Endpoint;
        }

        if (Form.Target == AuthTokenTarget.Name)
        {
            return RequestUri.Parse($"https://{ClusterName}").Endpoint;
        }

        if (!Characters.IsWord(region.AsSpan(), "-"))
        {
            throw InvalidInputException.For(
                "RegionInvalid", region, $"{Quoted.Value(region)} is not the name of a region.", "Give the name of a region, such as us-west-2.");
        }

        Partition partition = Form.HasPartitionSuffix ? Partition.OfRegion(region) : Partition.Commercial;
        return RequestUri.Parse($"https://{Form.HostPrefix}.{region}.{partition.DnsSuffix}").Endpoint;
    }

    /// <summary>The port: the one given, otherwise that of the endpoint; null if neither has one.</summary>
    internal int? FindPort() => Port ?? (Uri is { Endpoint: { NamesPort: true } endpoint } ? endpoint.Port : null);

    /// <summary>The parameters of the query in the order of the service's own SDK.</summary>
    internal List<QueryParameter> BuildQuery()
    {
        List<QueryParameter> query = [new(AuthTokenServices.ActionParameter, IsForAdmin ? Form.AdminAction! : Form.Action), .. Form.OwnParameters];
        if (Form.UserParameter is { } user)
        {
            query.Add(new(user, User!));
        }

        if (Serverless && Form.ServerlessParameter is { } serverless)
        {
            query.Add(serverless);
        }

        return query;
    }
}
