using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Kvs;

/// <summary>The parts of a signaling URL, not yet checked. <see cref="FromParts"/> and <see cref="FromUri"/> make one; <c>with</c> sets the rest.</summary>
public sealed record KvsSignalingRequest
{
    /// <summary>The query's name of the channel ARN.</summary>
    public const string ChannelArnParameter = AwsServices.ChannelArnParameter;

    /// <summary>The query's name of a viewer's client id.</summary>
    public const string ClientIdParameter = AwsServices.ClientIdParameter;

    /// <summary>How long a URL is valid by default: 299 seconds, as in the official clients.</summary>
    public static readonly TimeSpan DefaultExpiry = AwsServices.KinesisVideo.PresignedLife;

    private readonly IReadOnlyList<QueryParameter>? _wholeQuery;

    private KvsSignalingRequest(RequestUri uri, string channelArn, string? clientId, IReadOnlyList<QueryParameter>? wholeQuery)
    {
        Endpoint = uri.Endpoint;
        Path = uri.Path;
        ChannelArn = channelArn;
        ClientId = clientId;
        _wholeQuery = wholeQuery;
    }

    /// <summary>The endpoint.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The endpoint's path; empty if it has none, as it should.</summary>
    public string Path { get; }

    /// <summary>The signaling channel.</summary>
    public string ChannelArn { get; }

    /// <summary>A viewer's id; null for a master.</summary>
    public string? ClientId { get; }

    /// <summary>The role that the caller expects; null to infer it from the client id.</summary>
    public KvsRole? Role { get; init; }

    /// <summary>The region that the caller expects; null to use the channel's.</summary>
    public string? Region { get; init; }

    /// <summary>How long the URL is valid: 1 second to 7 days.</summary>
    public TimeSpan ExpiresIn { get; init; } = DefaultExpiry;

    /// <summary>True for a request from a whole URL, whose query names the channel.</summary>
    internal bool IsWhole => _wholeQuery is not null;

    /// <summary>Parameters of a whole URL besides the first of each of the two; they are signed as they are.</summary>
    internal IReadOnlyList<QueryParameter> OtherQuery => _wholeQuery ?? [];

    /// <summary>A request from an endpoint, as <c>GetSignalingChannelEndpoint</c> returns it, a channel and, for a viewer, a client id.</summary>
    /// <param name="endpoint">A <c>wss</c> URL without a query, or its host alone.</param>
    /// <param name="channelArn">The channel's ARN.</param>
    /// <param name="clientId">A viewer's id; null for a master.</param>
    /// <exception cref="InvalidInputException"><c>EndpointInvalid</c> or <c>KvsEndpointInvalid</c>.</exception>
    public static KvsSignalingRequest FromParts(string endpoint, string channelArn, string? clientId = null)
    {
        ArgumentNullException.ThrowIfNull(channelArn);
        RequestUri uri = RequestUri.Parse(endpoint, "wss");
        return uri.Query is null
            ? new KvsSignalingRequest(uri, channelArn, clientId, wholeQuery: null)
            : throw InvalidInputException.For(
                "KvsEndpointInvalid",
                Quoted.WithoutSecrets(endpoint),
                $"The endpoint {Quoted.Value(Quoted.WithoutSecrets(endpoint))} has a query of its own; a signaling endpoint has none.",
                "Give the endpoint without its query, or the whole URL as the URI.");
    }

    /// <summary>A request from a whole URL, as <c>wss://host?X-Amz-ChannelARN=…&amp;X-Amz-ClientId=…</c>.</summary>
    /// <param name="uri">The URL; its query is decoded once.</param>
    /// <exception cref="InvalidInputException">
    /// <c>EndpointInvalid</c>, <c>UriEscapeInvalid</c>, <c>KvsChannelArnMissing</c>, <c>KvsParameterNameInvalid</c> or <c>KvsParameterDuplicate</c>.
    /// </exception>
    public static KvsSignalingRequest FromUri(string uri)
    {
        RequestUri parsed = RequestUri.Parse(uri);
        KvsSignalingRequest request = FromQuery(parsed, QueryParameter.ParseQuery(parsed.Query ?? string.Empty));
        FindingCollector findings = default;
        findings.Check(KvsSignalingRules.QueryTable, request);
        FindingCollector.ThrowOnError(findings.Findings);
        return request;
    }

    /// <summary>A request from the query of a whole URL, valid or not; <see cref="KvsSignalingRules"/> reports what is wrong with it.</summary>
    internal static KvsSignalingRequest FromQuery(RequestUri uri, IReadOnlyList<QueryParameter> query)
    {
        string? channelArn = null;
        string? clientId = null;
        List<QueryParameter> others = [];
        foreach (QueryParameter parameter in query)
        {
            if (parameter.Name == ChannelArnParameter && channelArn is null)
            {
                channelArn = parameter.Value;
            }
            else if (parameter.Name == ClientIdParameter && clientId is null)
            {
                clientId = parameter.Value;
            }
            else
            {
                others.Add(parameter);
            }
        }

        return new KvsSignalingRequest(uri, channelArn ?? string.Empty, clientId, others);
    }
}
