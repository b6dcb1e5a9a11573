using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Kvs;

/// <summary>
/// The rules of Kinesis Video Streams signaling (ConnectAsMaster, ConnectAsViewer). They check a request before it is signed, and a URL that
/// anyone signed.
/// </summary>
public static class KvsSignalingRules
{
    private const int LongestArn = 1024;
    private const int LongestClientId = 256;
    private const string ArnForm = "arn:<partition>:kinesisvideo:<region>:<account>:channel/<name>/<creation time>";
    private const string ChannelArn = KvsSignalingRequest.ChannelArnParameter;
    private const string ClientId = KvsSignalingRequest.ClientIdParameter;

    /// <summary>The rules about the parameters of a whole URL, which must hold before the others can be checked.</summary>
    internal static readonly Rule<KvsSignalingRequest>[] QueryTable =
    [
        new($"A signaling URL has {ChannelArn} once, a viewer's also {ClientId}, in this case of the letters.", CheckParameters),
    ];

    /// <summary>All rules.</summary>
    internal static readonly Rule<KvsSignalingRequest>[] Table =
    [
        .. QueryTable,
        new("A signaling endpoint is a wss host without a path, as GetSignalingChannelEndpoint returns it for the protocol WSS.", CheckEndpoint),
        new($"A channel ARN has the form {ArnForm}, up to {LongestArn} characters, and is encoded once in the query.", CheckChannelArn),
        new($"A client id is 1 to {LongestClientId} of the characters a-z A-Z 0-9 _ . - and does not begin with AWS_.", CheckClientId),
        new(
            "A master has no client id and an endpoint whose host begins with m-; a viewer has a client id and an endpoint whose host begins with v-.",
            CheckRole),
        new("The channel, its endpoint and the signature are of one region.", CheckRegion),
        new("The channel's partition is that of its region and of its endpoint's host.", CheckPartition),
        new("A signaling URL is valid no longer than it takes to connect; official clients ask for 299 seconds.", CheckExpiry),
    ];

    /// <summary>The rule about a whole URL: all of the above, for the request that the URL is.</summary>
    internal static readonly Rule<UrlFacts>[] UrlTable =
    [
        new("A signaling URL keeps the rules of ConnectAsMaster or ConnectAsViewer.", CheckUrl),
    ];

    private static readonly TimeSpan LongestUsefulLife = AwsServices.KinesisVideo.LongestPresignedLife;

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The findings, in the order of the rules; empty if every rule holds.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(KvsSignalingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Table, request);
        return findings.Findings;
    }

    private static void CheckUrl(UrlFacts url, ref FindingCollector findings) => findings.AddAll(
        Check(KvsSignalingRequest.FromQuery(url.Uri, url.Query) with { Region = url.Region, ExpiresIn = url.Life ?? TimeSpan.Zero }),
        "New-KvsSignedUrl makes such URLs, and refuses what the service would refuse.");

    private static void CheckParameters(KvsSignalingRequest request, ref FindingCollector findings)
    {
        bool isMisnamed = false;
        HashSet<string>? reported = null;
        for (int i = 0; i < request.OtherQuery.Count; i++)
        {
            string name = request.OtherQuery[i].Name;
            bool isChannelArn = string.Equals(name, ChannelArn, StringComparison.OrdinalIgnoreCase);
            isMisnamed |= isChannelArn && name != ChannelArn;

            // A name that stands a thousand times is one fault.
            if ((isChannelArn || string.Equals(name, ClientId, StringComparison.OrdinalIgnoreCase)) && (reported ??= new(StringComparer.Ordinal)).Add(name))
            {
                CheckName(name, ChannelArn, ref findings);
                CheckName(name, ClientId, ref findings);
            }
        }

        if (request.IsWhole && request.ChannelArn.Length == 0 && !isMisnamed)
        {
            findings.Error(
                "KvsChannelArnMissing",
                request.Endpoint.ToString(),
                $"The URL of {Quoted.Value(request.Endpoint.ToString())} has no {ChannelArn} parameter (names are case-sensitive), so it names no channel.",
                "Add the parameter, or give the endpoint and the channel ARN apart (-Endpoint and -ChannelArn).");
        }
    }

    private static void CheckName(string name, string meant, ref FindingCollector findings)
    {
        // The first parameter of the right name is not among the others.
        if (name == meant)
        {
            findings.Error("KvsParameterDuplicate", name, $"The URL has the parameter {name} twice.", "Leave one of the two out.");
        }
        else if (string.Equals(name, meant, StringComparison.OrdinalIgnoreCase))
        {
            findings.Error(
                "KvsParameterNameInvalid",
                name,
                $"The URL has the parameter {name}; names are case-sensitive, and the service knows {meant} only.",
                $"Write {meant}.");
        }
    }

    private static void CheckEndpoint(KvsSignalingRequest request, ref FindingCollector findings)
    {
        Endpoint endpoint = request.Endpoint;
        if (endpoint.Scheme != "wss")
        {
            findings.Error(
                "KvsEndpointInvalid",
                endpoint.ToString(),
                $"The endpoint {Quoted.Value(endpoint.ToString())} is not a WebSocket endpoint (wss); an https endpoint is for the other signaling API.",
                "Ask GetSignalingChannelEndpoint for the protocol WSS and give that endpoint.");
        }

        if (!RequestUri.IsRootPath(request.Path))
        {
            findings.Error(
                "KvsEndpointInvalid",
                request.Path,
                $"The endpoint has the path {Quoted.Value(request.Path)}; a signaling endpoint has none.",
                "Give the endpoint as GetSignalingChannelEndpoint returned it.");
        }
    }

    private static void CheckChannelArn(KvsSignalingRequest request, ref FindingCollector findings)
    {
        string channelArn = request.ChannelArn;
        if (channelArn.Length <= LongestArn && IsChannelArn(channelArn))
        {
            return;
        }

        if (channelArn.Length == 0 && request.IsWhole)
        {
            // CheckParameters reports that it is missing.
            return;
        }

        if (Arn.LooksEncoded(channelArn))
        {
            findings.Error(
                "KvsChannelArnEncoded",
                channelArn,
                $"The channel ARN {Quoted.Value(channelArn)} is percent-encoded once too often; it would be signed as it stands and match no channel.",
                "Give the ARN plain in -ChannelArn, or encoded just once in a URI.");
        }
        else if (channelArn.Length > LongestArn)
        {
            findings.Error(
                "KvsChannelArnInvalid",
                channelArn,
                $"The channel ARN has {channelArn.Length} characters; at most {LongestArn} are allowed.",
                $"Give the ARN of a signaling channel: {ArnForm}.");
        }
        else
        {
            findings.Error(
                "KvsChannelArnInvalid",
                channelArn,
                $"{Quoted.Value(channelArn)} is not the ARN of a signaling channel ({ArnForm}).",
                "Give the ChannelARN that DescribeSignalingChannel returns; the ARN of a stream is not one.");
        }
    }

    private static bool IsChannelArn(string text)
    {
        if (!Arn.TryParse(text, out Arn arn)
            || !arn.Service.SequenceEqual(AwsServices.KinesisVideo.SigningName.AsSpan())
            || !arn.Resource.StartsWith("channel/".AsSpan(), StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> name = arn.Resource.Slice("channel/".Length);
        int slash = name.IndexOf('/');
        return slash >= 0 && Characters.IsPlainName(name.Slice(0, slash)) && Characters.IsDigits(name.Slice(slash + 1));
    }

    private static void CheckClientId(KvsSignalingRequest request, ref FindingCollector findings)
    {
        if (request.ClientId is not { } clientId)
        {
            return;
        }

        if (clientId.Length > LongestClientId || !Characters.IsPlainName(clientId.AsSpan()))
        {
            findings.Error(
                "KvsClientIdInvalid",
                clientId,
                $"The client id {Quoted.Value(clientId)} is not 1 to {LongestClientId} of the characters a-z A-Z 0-9 _ . -.",
                "Give another id, such as a GUID.");
        }
        else if (clientId.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase))
        {
            findings.Error(
                "KvsClientIdInvalid",
                clientId,
                $"The client id {Quoted.Value(clientId)} begins with AWS_ (in any case), which Kinesis Video Streams keeps for itself.",
                "Give an id that begins otherwise.");
        }
    }

    private static void CheckRole(KvsSignalingRequest request, ref FindingCollector findings)
    {
        KvsRole implied = request.ClientId is null ? KvsRole.Master : KvsRole.Viewer;
        if (request.Role is { } meant && meant != implied)
        {
            findings.Error(
                "KvsRoleMismatch",
                meant,
                meant == KvsRole.Viewer ? "The role is Viewer, but there is no client id; a viewer has one." : "The role is Master, but there is a client id; a master has none.",
                meant == KvsRole.Viewer ? "Give -ClientId." : "Leave -ClientId out.");
            return;
        }

        string host = request.Endpoint.Host;
        if (KvsHost.RoleOf(host) is { } role)
        {
            if (role != implied)
            {
                findings.Error(
                    "KvsEndpointRoleMismatch",
                    host,
                    $"The host {Quoted.Value(host)} is a {Lower(role)}'s endpoint, but the URL is a {Lower(implied)}'s; the service answers 400.",
                    implied == KvsRole.Master
                        ? "For a viewer give -ClientId; for a master ask GetSignalingChannelEndpoint for the role MASTER (its host begins with m-)."
                        : "For a master leave -ClientId out; for a viewer ask GetSignalingChannelEndpoint for the role VIEWER (its host begins with v-).");
            }
        }
        else if (!KvsHost.RegionOf(host).IsEmpty)
        {
            findings.Warning(
                "KvsEndpointUnknown",
                host,
                $"The host {Quoted.Value(host)} is a Kinesis Video Streams host, but not a signaling endpoint's: those begin with m- or v-.",
                "Give the WSS endpoint that GetSignalingChannelEndpoint returns.");
        }
    }

    private static string Lower(KvsRole role) => role == KvsRole.Master ? "master" : "viewer";

    private static void CheckRegion(KvsSignalingRequest request, ref FindingCollector findings)
    {
        if (!Arn.TryParse(request.ChannelArn, out Arn arn))
        {
            return;
        }

        if (request.Region is { } meant && !arn.Region.SequenceEqual(meant.AsSpan()))
        {
            findings.Error(
                "KvsRegionMismatch",
                meant,
                $"The region {Quoted.Value(meant)} is not the channel's, {Quoted.Value(arn.Region.ToString())}; the service answers 403.",
                "Leave -Region out: the channel ARN has it.");
        }

        ReadOnlySpan<char> hostRegion = KvsHost.RegionOf(request.Endpoint.Host);
        if (!hostRegion.IsEmpty && !hostRegion.SequenceEqual(arn.Region))
        {
            findings.Error(
                "KvsRegionMismatch",
                request.Endpoint.Host,
                $"The endpoint is in the region {Quoted.Value(hostRegion.ToString())}, the channel in {Quoted.Value(arn.Region.ToString())}; the service answers 403.",
                "Give the endpoint that GetSignalingChannelEndpoint returns for this channel.");
        }
    }

    private static void CheckPartition(KvsSignalingRequest request, ref FindingCollector findings)
    {
        if (!Arn.TryParse(request.ChannelArn, out Arn arn) || Partition.Find(arn.Partition) is not { } partition)
        {
            return;
        }

        string region = arn.Region.ToString();
        if (Partition.OfRegion(region) is { } right && right != partition)
        {
            findings.Error(
                "KvsPartitionMismatch",
                request.ChannelArn,
                $"The channel ARN has the partition {partition.Name}, but its region {Quoted.Value(region)} is in {right.Name}; no channel has such an ARN.",
                "Give the ChannelARN that DescribeSignalingChannel returns.");
        }
        else if (Partition.TryFindSuffix(request.Endpoint.Host, out _) && !partition.HasHost(request.Endpoint.Host))
        {
            findings.Error(
                "KvsPartitionMismatch",
                request.Endpoint.Host,
                $"The channel is in the partition {partition.Name}, whose hosts end in .{partition.DnsSuffix} or .{partition.DualStackSuffix}; the host {Quoted.Value(request.Endpoint.Host)} is in another.",
                "Give the endpoint that GetSignalingChannelEndpoint returns for this channel.");
        }
    }

    private static void CheckExpiry(KvsSignalingRequest request, ref FindingCollector findings)
    {
        if (request.ExpiresIn > LongestUsefulLife)
        {
            findings.Information(
                "KvsExpiresLong",
                request.ExpiresIn,
                $"The URL is to expire in {request.ExpiresIn:c}. The official client for JavaScript asks for 299 seconds, that for C for up to the life of its credential; whoever has the URL can connect as long.",
                "Use 299 seconds, and make a new URL for each connection.");
        }
    }
}
