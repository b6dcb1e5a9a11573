using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.AppSync;

/// <summary>The rules of AppSync for a connection ("Building a real-time WebSocket client", "Event API WebSocket protocol").</summary>
public static class AppSyncConnectionRules
{
    private const string Remedy = "Give the endpoint as AppSync shows it, such as https://<id>.appsync-api.us-east-1.amazonaws.com/graphql or …/event.";

    /// <summary>All rules.</summary>
    internal static readonly Rule<AppSyncConnectionRequest>[] Table =
    [
        new("The endpoint is that of an API of AppSync, over TLS, without a query.", CheckEndpoint),
        new("The path is /graphql for subscriptions of GraphQL, and /event for Events.", CheckKind),
        new("The signature is for the region of the host.", CheckRegion),
        new("Only GraphQL APIs read the headers from the URL.", CheckHeaderInUrl),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The findings, in the order of the rules; empty if every rule holds.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(AppSyncConnectionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Table, request);
        return findings.Findings;
    }

    private static void CheckEndpoint(AppSyncConnectionRequest request, ref FindingCollector findings)
    {
        // Shown as it was given: a secret in the wrong place is known by the case of its letters.
        string host = request.Uri.GivenHost;
        if (HostService.Find(request.Host) is { } service && !request.HasTwoHosts)
        {
            findings.Error(
                "AppSyncEndpointInvalid",
                host,
                service == AwsServices.AppSync.SigningName
                    ? $"The host {Quoted.Value(host)} is the one that manages AppSync's APIs, and is no API itself."
                    : $"The host {Quoted.Value(host)} belongs to the service {Quoted.Value(service)}, and is no API of AppSync.",
                Remedy);
        }
        else if (request.Uri.Query is not null)
        {
            findings.Error("AppSyncEndpointInvalid", host, $"The endpoint at {Quoted.Value(host)} has a query; that of an API has none.", Remedy);
        }
        else if (request.Uri.Endpoint.Scheme is "http" or "ws" && !(request.Host is "localhost" or "[::1]" || request.Host.StartsWith("127.", StringComparison.Ordinal)))
        {
            findings.Error(
                "AppSyncEndpointInvalid",
                request.Uri.Endpoint.Scheme,
                $"The endpoint begins with {request.Uri.Endpoint.Scheme}://, without TLS, which AppSync does not accept.",
                $"Write {request.Uri.Endpoint.Scheme}s:// in its place.");
        }
    }

    private static void CheckKind(AppSyncConnectionRequest request, ref FindingCollector findings)
    {
        if (!request.Uri.IsRoot && request.PathKind is null)
        {
            findings.Error("AppSyncEndpointInvalid", request.Uri.Path, $"The path {Quoted.Value(request.Uri.Path)} is no path of an API of AppSync.", Remedy);
        }
        else if (request.FoundKind is null)
        {
            findings.Error(
                "AppSyncKindMissing",
                request.Uri.GivenHost,
                $"The endpoint {Quoted.Value(request.Uri.GivenHost)} has no path, so it does not say whether it is a GraphQL or an Event API.",
                "Give the endpoint with /graphql or /event, or give -Kind.");
        }
        else if (request.Kind is { } kind && request.PathKind is { } right && kind != right)
        {
            findings.Error(
                "AppSyncKindMismatch",
                kind,
                $"-Kind is {kind}, and the path {Quoted.Value(request.Uri.Path)} is one of {right}.",
                "Leave -Kind out: the path has it.");
        }
    }

    private static void CheckRegion(AppSyncConnectionRequest request, ref FindingCollector findings)
    {
        if (request.Region is { } meant && HostRegion.Find(request.Host) is { } right && meant != right)
        {
            findings.Error(
                "AppSyncRegionMismatch",
                meant,
                $"The region {Quoted.Value(meant)} is not that of the host {Quoted.Value(request.Uri.GivenHost)}, {Quoted.Value(right)}; AppSync refuses the connection.",
                "Leave -Region out: the host has it.");
        }
    }

    private static void CheckHeaderInUrl(AppSyncConnectionRequest request, ref FindingCollector findings)
    {
        if (request.HeaderInUrl && request.FoundKind == AppSyncKind.Events)
        {
            findings.Error(
                "AppSyncHeaderInUrlUnsupported",
                request.Uri.GivenHost,
                "An Event API reads the headers from the subprotocol only, not from the URL.",
                "Leave -HeaderInUrl out, and ask for both SubProtocols.");
        }
    }
}
