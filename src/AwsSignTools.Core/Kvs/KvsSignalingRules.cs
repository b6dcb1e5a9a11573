using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Kvs;

/// <summary>The rules of Kinesis Video Streams signaling (ConnectAsMaster, ConnectAsViewer), checked before anything is signed.</summary>
public static class KvsSignalingRules
{
    private const int LongestArn = 1024;
    private const int LongestClientId = 256;
    private static readonly TimeSpan LongestUsefulLife = TimeSpan.FromMinutes(5);

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What was found; nothing where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(KvsSignalingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        CheckEndpoint(ref findings, request);
        CheckChannelArn(ref findings, request.ChannelArn);
        CheckClientId(ref findings, request.ClientId);
        CheckRole(ref findings, request);
        CheckRegion(ref findings, request);
        if (request.ExpiresIn > LongestUsefulLife)
        {
            findings.Warning(
                "KvsExpiresLong",
                request.ExpiresIn,
                $"The URL is to expire in {request.ExpiresIn:c}; Kinesis Video Streams is taken to refuse more than five minutes.",
                "Use 299 seconds, as the official clients do, and make a new URL for each connection.");
        }

        return findings.Findings;
    }

    private static void CheckEndpoint(ref FindingCollector findings, KvsSignalingRequest request)
    {
        Endpoint endpoint = request.Uri.Endpoint;
        if (endpoint.Scheme != "wss")
        {
            findings.Error(
                "KvsEndpointInvalid",
                endpoint.ToString(),
                $"The endpoint {Quoted.Value(endpoint.ToString())} is not a WebSocket endpoint (wss); an https endpoint is for the other signaling API.",
                "Ask GetSignalingChannelEndpoint for the protocol WSS and give that endpoint.");
        }

        if (!request.Uri.IsRoot)
        {
            findings.Error(
                "KvsEndpointInvalid",
                request.Uri.Path,
                $"The endpoint has the path {Quoted.Value(request.Uri.Path)}; a signaling endpoint has none.",
                "Give the endpoint as GetSignalingChannelEndpoint returned it.");
        }
    }

    private static void CheckChannelArn(ref FindingCollector findings, string channelArn)
    {
        const string Form = "arn:<partition>:kinesisvideo:<region>:<account>:channel/<name>/<creation time>";
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
                $"Give the ARN of a signaling channel: {Form}.");
        }
        else if (!IsChannelArn(channelArn))
        {
            findings.Error(
                "KvsChannelArnInvalid",
                channelArn,
                $"{Quoted.Value(channelArn)} is not the ARN of a signaling channel ({Form}).",
                "Give the ChannelARN that DescribeSignalingChannel returns; the ARN of a stream is not one.");
        }
    }

    private static bool IsChannelArn(string text)
    {
        if (!Arn.TryParse(text, out Arn arn)
            || !arn.Service.SequenceEqual("kinesisvideo".AsSpan())
            || !arn.Resource.StartsWith("channel/".AsSpan(), StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> name = arn.Resource.Slice("channel/".Length);
        int slash = name.IndexOf('/');
        return slash >= 0 && Arn.IsWord(name.Slice(0, slash), "_.-") && Arn.IsDigits(name.Slice(slash + 1));
    }

    private static void CheckClientId(ref FindingCollector findings, string? clientId)
    {
        if (clientId is null)
        {
            return;
        }

        if (clientId.Length > LongestClientId || !Arn.IsWord(clientId.AsSpan(), "_.-"))
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

    private static void CheckRole(ref FindingCollector findings, KvsSignalingRequest request)
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

        Endpoint endpoint = request.Uri.Endpoint;
        if (KvsHost.RoleOf(endpoint.Host) is { } role)
        {
            if (role != implied)
            {
                findings.Error(
                    "KvsEndpointRoleMismatch",
                    endpoint.Host,
                    $"The host {Quoted.Value(endpoint.Host)} is a {Lower(role)}'s endpoint, but the URL is a {Lower(implied)}'s; the service answers 400.",
                    implied == KvsRole.Master
                        ? "For a viewer give -ClientId; for a master ask GetSignalingChannelEndpoint for the role MASTER (its host begins with m-)."
                        : "For a master leave -ClientId out; for a viewer ask GetSignalingChannelEndpoint for the role VIEWER (its host begins with v-).");
            }
        }
        else if (!KvsHost.RegionOf(endpoint.Host).IsEmpty)
        {
            findings.Warning(
                "KvsEndpointUnknown",
                endpoint.Host,
                $"The host {Quoted.Value(endpoint.Host)} is a Kinesis Video Streams host, but not a signaling endpoint's: those begin with m- or v-.",
                "Give the WSS endpoint that GetSignalingChannelEndpoint returns.");
        }
    }

    private static void CheckRegion(ref FindingCollector findings, KvsSignalingRequest request)
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

        ReadOnlySpan<char> hostRegion = KvsHost.RegionOf(request.Uri.Endpoint.Host);
        if (!hostRegion.IsEmpty && !hostRegion.SequenceEqual(arn.Region))
        {
            findings.Error(
                "KvsRegionMismatch",
                request.Uri.Endpoint.Host,
                $"The endpoint is in the region {Quoted.Value(hostRegion.ToString())}, the channel in {Quoted.Value(arn.Region.ToString())}; the service answers 403.",
                "Give the endpoint that GetSignalingChannelEndpoint returns for this channel.");
        }
    }

    private static string Lower(KvsRole role) => role == KvsRole.Master ? "master" : "viewer";
}
