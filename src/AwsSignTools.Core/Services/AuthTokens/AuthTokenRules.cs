using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.AuthTokens;

/// <summary>The rules of the services about their authentication tokens, before one is signed.</summary>
public static class AuthTokenRules
{
    private const string LifeStatement = "A token is valid no longer than its service accepts: 15 minutes, and for Aurora DSQL a week.";
    private const int LongestName = 100;

    /// <summary>All rules.</summary>
    internal static readonly Rule<AuthTokenRequest>[] Table =
    [
        new("Each service's token is made for a host, for the name of a cluster or cache, or for a region.", CheckTarget),
        new("A token has only the parts that its service's clients send.", CheckUnused),
        new("The endpoint of a database is a host of its service, without a path and a query.", CheckEndpoint),
        new("The token of RDS has the port that the client connects to.", CheckPort),
        new("The name of a cluster or cache has letters, digits, hyphens and, for EKS, underscores.", CheckName),
        new("The token is signed for the region of the endpoint.", CheckRegion),
        new("The token names the user who connects.", CheckUser),
        new("In Aurora DSQL the user admin connects with the action DbConnectAdmin, and any other user with DbConnect.", CheckAdmin),
        new(LifeStatement, CheckLife),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The findings, in the order of the rules; empty if every rule holds.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(AuthTokenRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Table, request);
        return findings.Findings;
    }

    private static void CheckTarget(AuthTokenRequest request, ref FindingCollector findings)
    {
        AuthTokenForm form = request.Form;
        if (form.Target == AuthTokenTarget.Host && request.Uri is null)
        {
            findings.Error(
                "AuthTokenEndpointMissing",
                form.Name,
                $"The token of {form.Title} is made for the host of the database, and there is none.",
                form.HasPort ? "Give -Endpoint with the host and the port, such as mydb.123456789012.us-west-2.rds.amazonaws.com:3306." : "Give the cluster's host as -Endpoint.");
        }

        if ((form.Target == AuthTokenTarget.Name || form.NameHeader is not null) && string.IsNullOrEmpty(request.ClusterName))
        {
            findings.Error(
                "AuthTokenClusterNameMissing",
                form.Name,
                $"The token of {form.Title} is made for the name of {(form.ServerlessParameter is null ? "a cluster" : "a cache")}, and there is none.",
                $"Give -ClusterName{(form.ServerlessParameter is null ? string.Empty : ": the id of the replication group, or the name of the serverless cache")}.");
        }
    }

    // What was given and would not be used is a mistake of the caller.
    private static void CheckUnused(AuthTokenRequest request, ref FindingCollector findings)
    {
        AuthTokenForm form = request.Form;
        if (form.Target == AuthTokenTarget.Name && request.Uri is { } uri)
        {
            ReportUnused(form, "-Endpoint", uri.GivenHost, "Give the name of the cluster or cache as -ClusterName: the signed host is that name.", ref findings);
        }

        if (form.Target != AuthTokenTarget.Name && form.NameHeader is null && request.ClusterName is { } name)
        {
            ReportUnused(form, "-ClusterName", name, "Leave it out.", ref findings);
        }

        if (form.Target != AuthTokenTarget.Host && request.Port is { } port)
        {
            ReportUnused(form, "-Port", port, "Leave it out.", ref findings);
        }

        if (!form.HasUser && request.User is { } user)
        {
            ReportUnused(form, "-User", user, "Leave it out: the credential that signs is the user.", ref findings);
        }

        if (request.Admin && form.AdminAction is null)
        {
            ReportUnused(form, "-Admin", form.Name, "Leave it out.", ref findings);
        }

        if (request.Serverless && form.ServerlessParameter is null)
        {
            ReportUnused(form, "-Serverless", form.Name, "Leave it out.", ref findings);
        }
    }

    private static void ReportUnused(AuthTokenForm form, string parameter, object target, string remedy, ref FindingCollector findings) =>
        findings.Error("AuthTokenParameterUnused", target, $"The token of {form.Title} has no place for {parameter}.", remedy);

    private static void CheckEndpoint(AuthTokenRequest request, ref FindingCollector findings)
    {
        if (request.Form.Target != AuthTokenTarget.Host || request.Uri is not { } uri)
        {
            return;
        }

        // Shown as it was given: a secret in the wrong place is known by the case of its letters.
        string host = uri.Endpoint.Host;
        string shown = uri.GivenHost;
        const string Remedy = "Give the host as the service's API returns it.";
        if (!uri.IsRoot || uri.Query is not null)
        {
            findings.Error(
                "AuthTokenEndpointInvalid", shown, $"The endpoint {Quoted.Value(shown)} has a path or a query; the endpoint of a database has neither.", Remedy);
        }
        else if (!HostService.IsRight(request.Service.SigningName, host))
        {
            findings.Error(
                "AuthTokenEndpointInvalid",
                shown,
                $"The host {Quoted.Value(shown)} belongs to the service {Quoted.Value(HostService.Find(host))}, and is no database of {request.Form.Title}.",
                Remedy);
        }
        else if (HostService.Find(host) is null)
        {
            findings.Warning(
                "AuthTokenHostUnknown",
                shown,
                $"The host {Quoted.Value(shown)} is not known as one of {request.Form.Title}; a token for an alias or a tunnel is refused.",
                "Make the token for the database's own host, and connect through the alias or the tunnel.");
        }
    }

    private static void CheckPort(AuthTokenRequest request, ref FindingCollector findings)
    {
        if (request.Form.Target != AuthTokenTarget.Host || request.Uri is not { } uri)
        {
            return;
        }

        if (request.Port is { } port && uri.Endpoint.NamesPort && uri.Endpoint.Port != port)
        {
            findings.Error(
                "AuthTokenPortAmbiguous",
                port,
                $"-Port is {port.ToString(CultureInfo.InvariantCulture)}, and the endpoint has the port {uri.Endpoint.Port.ToString(CultureInfo.InvariantCulture)}.",
                "Give one of the two.");
        }
        else if (request.Form.HasPort && request.FindPort() is null)
        {
            findings.Error(
                "AuthTokenPortMissing",
                uri.GivenHost,
                $"The endpoint {Quoted.Value(uri.GivenHost)} has no port, which is part of the signature.",
                $"Give it as <host>:<port> or with -Port: {request.Form.UsualPorts}, unless the database has another.");
        }
    }

    private static void CheckName(AuthTokenRequest request, ref FindingCollector findings)
    {
        if (request.ClusterName is not { Length: > 0 } name)
        {
            return;
        }

        bool isHost = request.Form.Target == AuthTokenTarget.Name;
        if (!Characters.IsWord(name.AsSpan(), isHost ? "-" : "-_") || name.Length > LongestName || name[0] == '-' || name[name.Length - 1] == '-')
        {
            findings.Error(
                "AuthTokenClusterNameInvalid",
                name,
                $"{Quoted.Value(name)} is not the name of a cluster or cache.",
                isHost ? "Give the name alone, such as my-cache, and not its endpoint or its ARN." : "Give the name of the cluster, not its endpoint or its ARN.");
        }
    }

    private static void CheckRegion(AuthTokenRequest request, ref FindingCollector findings)
    {
        if (request.Region is { } region && !HostRegion.IsRegion(region))
        {
            findings.Error(
                "RegionInvalid", region, $"{Quoted.Value(region)} is not the name of a region.", "Give the name of a region in lower case, such as us-west-2.");
            return;
        }

        if (request.Region is { } meant && request.EndpointRegion is { } right && meant != right)
        {
            findings.Error(
                "AuthTokenRegionMismatch",
                meant,
                $"The region {Quoted.Value(meant)} is not that of the host {Quoted.Value(request.Uri!.Value.GivenHost)}, {Quoted.Value(right)}; the service refuses the token.",
                "Leave -Region out: the host has it.");
        }
    }

    private static void CheckUser(AuthTokenRequest request, ref FindingCollector findings)
    {
        if (request.Form.UserParameter is not null && string.IsNullOrWhiteSpace(request.User))
        {
            findings.Error(
                "AuthTokenUserMissing",
                request.Form.Name,
                $"The token of {request.Form.Title} names the user who connects, and there is none.",
                "Give the name of the user as -User, in the case of the letters that the service has.");
        }
    }

    private static void CheckAdmin(AuthTokenRequest request, ref FindingCollector findings)
    {
        if (request.Admin && request.Form.AdminUser is { } admin && request.User is { } user && user != admin)
        {
            findings.Error(
                "AuthTokenAdminMismatch",
                user,
                $"-Admin makes the token of the user {Quoted.Value(admin)}, and -User is {Quoted.Value(user)}.",
                "Leave one of the two out.");
        }
    }

    private static void CheckLife(AuthTokenRequest request, ref FindingCollector findings)
    {
        TimeSpan longest = request.Form.LongestLife;
        if (request.ExpiresIn > longest)
        {
            string seconds = longest.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            findings.Add(new Finding(
                "AuthTokenLifeTooLong",
                FindingSeverity.Error,
                $"The token is to be valid for {request.ExpiresIn:c} (days.hours:minutes:seconds); {request.Form.Title} accepts at most {seconds} seconds.",
                $"Leave -ExpiresIn out, or give at most {seconds}. The token is needed only to connect, so make a new one for each connection.",
                request.ExpiresIn)
            {
                Category = FindingCategory.LimitsExceeded,
                Rule = LifeStatement,
            });
        }
    }
}
