using System;
using AwsSignTools.Aws;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AppSync;

/// <summary>The parts of a connection to an AppSync API, not yet checked.</summary>
public sealed record AppSyncConnectionRequest
{
    internal const string GraphQLPath = "/graphql";
    internal const string EventPath = "/event";

    private const string HttpLabel = ".appsync-api.";
    private const string RealtimeLabel = ".appsync-realtime-api.";
    private const string RealtimePath = "/realtime";
    private const string ConnectPath = "/connect";

    /// <summary>Makes a request.</summary>
    /// <param name="endpoint">The API's endpoint for HTTP or for WebSockets, such as <c>https://….appsync-api.us-east-1.amazonaws.com/graphql</c>; its scheme is optional.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="Findings.InvalidInputException"><c>EndpointInvalid</c>.</exception>
    public AppSyncConnectionRequest(string endpoint) => Uri = RequestUri.Parse(endpoint, "https");

    /// <summary>The endpoint as it was given.</summary>
    public RequestUri Uri { get; }

    /// <summary>The kind of the API; null for that of the endpoint's path.</summary>
    public AppSyncKind? Kind { get; init; }

    /// <summary>The region that the caller expects; null for that of the host.</summary>
    public string? Region { get; init; }

    /// <summary>True to put the headers into the URL in place of a subprotocol.</summary>
    public bool HeaderInUrl { get; init; }

    /// <summary>The region: the one given, otherwise that of the host.</summary>
    /// <returns>The region; null if neither has one, as with a domain name of one's own.</returns>
    public string? FindRegion() => Region ?? HostRegion.Find(Host);

    /// <summary>The host as it was given.</summary>
    internal string Host => Uri.Endpoint.Host;

    /// <summary>True for a host of AppSync's own, with a name for HTTP and another for WebSockets.</summary>
    internal bool HasTwoHosts => IsApiHost(Host);

    /// <summary>The kind that the path tells; null if it tells none.</summary>
    internal AppSyncKind? PathKind => Uri.Path.TrimEnd('/') switch
    {
        GraphQLPath or GraphQLPath + ConnectPath or GraphQLPath + RealtimePath => AppSyncKind.GraphQL,
        EventPath or EventPath + RealtimePath => AppSyncKind.Events,
        _ => null,
    };

    /// <summary>The kind of the API; null if it is not known.</summary>
    internal AppSyncKind? FoundKind => Kind ?? PathKind;

    /// <summary>True for the host of an API, be it for HTTP or for WebSockets.</summary>
    internal static bool IsApiHost(string host) =>
        HostService.Find(host) == AwsServices.AppSync.SigningName && (Contains(host, HttpLabel) || Contains(host, RealtimeLabel));

    /// <summary>Where the request that is signed would go: always the host for HTTP.</summary>
    internal Endpoint FindHttpEndpoint() => RequestUri.Parse($"{(IsPlain ? "http" : "https")}://{Authority(RealtimeLabel, HttpLabel)}").Endpoint;

    /// <summary>The path that is signed.</summary>
    internal string FindSignedPath() => FoundKind == AppSyncKind.Events ? EventPath : GraphQLPath + ConnectPath;

    /// <summary>The URL of the WebSocket.</summary>
    internal string FindSocketUrl()
    {
        string path = FoundKind == AppSyncKind.Events ? EventPath + RealtimePath : HasTwoHosts ? GraphQLPath : GraphQLPath + RealtimePath;
        return $"{(IsPlain ? "ws" : "wss")}://{Authority(HttpLabel, RealtimeLabel)}{path}";
    }

    private bool IsPlain => Uri.Endpoint.Scheme is "http" or "ws";

    private string Authority(string from, string to) => HasTwoHosts ? Uri.Endpoint.HostHeader.Replace(from, to) : Uri.Endpoint.HostHeader;

    private static bool Contains(string host, string label) => host.IndexOf(label, StringComparison.Ordinal) > 0;
}
