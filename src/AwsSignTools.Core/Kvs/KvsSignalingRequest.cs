using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Kvs;

/// <summary>What a signaling URL is made of, not yet checked. Made by <see cref="FromParts"/> or <see cref="FromUri"/>; the rest is set with <c>with</c>.</summary>
public sealed record KvsSignalingRequest
{
    /// <summary>The query's name of the channel ARN.</summary>
    public const string ChannelArnParameter = "X-Amz-ChannelARN";

    /// <summary>The query's name of a viewer's client id.</summary>
    public const string ClientIdParameter = "X-Amz-ClientId";

    /// <summary>How long a URL is good for unless told: 299 seconds, as in the official clients.</summary>
    public static readonly TimeSpan DefaultExpiry = TimeSpan.FromSeconds(299);

    private KvsSignalingRequest(RequestUri uri, string channelArn, string? clientId, IReadOnlyList<QueryParameter> otherQuery)
    {
        Uri = uri;
        ChannelArn = channelArn;
        ClientId = clientId;
        OtherQuery = otherQuery;
    }

    /// <summary>The endpoint; its query is not looked at any more.</summary>
    public RequestUri Uri { get; }

    /// <summary>The signaling channel.</summary>
    public string ChannelArn { get; }

    /// <summary>A viewer's id; null for a master.</summary>
    public string? ClientId { get; }

    /// <summary>The role the caller means; null to leave it to the client id.</summary>
    public KvsRole? Role { get; init; }

    /// <summary>The region the caller means; null to take the channel's.</summary>
    public string? Region { get; init; }

    /// <summary>How long the URL is to be good for.</summary>
    public TimeSpan ExpiresIn { get; init; } = DefaultExpiry;

    /// <summary>Parameters of a whole URL besides the two; they are signed as they are.</summary>
    internal IReadOnlyList<QueryParameter> OtherQuery { get; }

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
            ? new KvsSignalingRequest(uri, channelArn, clientId, [])
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
        string? channelArn = null;
        string? clientId = null;
        List<QueryParameter> others = [];
        foreach (QueryParameter parameter in QueryParameter.ParseQuery(parsed.Query ?? string.Empty))
        {
            if (parameter.Name == ChannelArnParameter)
            {
                channelArn = Once(channelArn, parameter);
            }
            else if (parameter.Name == ClientIdParameter)
            {
                clientId = Once(clientId, parameter);
            }
            else
            {
                CheckCase(parameter.Name, ChannelArnParameter);
                CheckCase(parameter.Name, ClientIdParameter);
                others.Add(parameter);
            }
        }

        return new KvsSignalingRequest(parsed, channelArn ?? throw NoChannel(uri), clientId, others);
    }

    private static string Once(string? earlier, QueryParameter parameter) => earlier is null
        ? parameter.Value
        : throw InvalidInputException.For(
            "KvsParameterDuplicate",
            parameter.Name,
            $"The URL has the parameter {parameter.Name} twice.",
            "Leave one of the two out.");

    private static void CheckCase(string name, string meant)
    {
        if (string.Equals(name, meant, StringComparison.OrdinalIgnoreCase))
        {
            throw InvalidInputException.For(
                "KvsParameterNameInvalid",
                name,
                $"The URL has the parameter {name}; names are case-sensitive, and the service knows {meant} only.",
                $"Write {meant}.");
        }
    }

    private static InvalidInputException NoChannel(string uri) => InvalidInputException.For(
        "KvsChannelArnMissing",
        Quoted.WithoutSecrets(uri),
        $"The URL {Quoted.Value(Quoted.WithoutSecrets(uri))} has no {ChannelArnParameter} parameter (names are case-sensitive), so it names no channel.",
        "Add the parameter, or give the endpoint and the channel ARN apart (-Endpoint and -ChannelArn).");
}
