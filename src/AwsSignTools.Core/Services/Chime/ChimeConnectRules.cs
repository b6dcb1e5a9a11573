using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Chime;

/// <summary>
/// The rules of Chime SDK messaging's <c>/connect</c> ("Using WebSockets to receive messages"). They check a request before it is signed, and
/// a URL that anyone signed.
/// </summary>
public static class ChimeConnectRules
{
    private const int LongestArn = 1600;
    private const string ArnForm = "arn:<partition>:chime:<region>:<account>:app-instance/<id>/user/<id>, or …/bot/<id>";

    /// <summary>All rules.</summary>
    internal static readonly Rule<ChimeConnectRequest>[] Table =
    [
        new("A messaging endpoint is a wss host, its path /connect.", CheckEndpoint),
        new($"The user ARN has the form {ArnForm}, up to {LongestArn} characters, and is encoded once in the query.", CheckUserArn),
        new("The user and the signature are of one region.", CheckRegion),
        new("The endpoint is a messaging host in the user's region.", CheckHost),
        new("A session id is not empty and has neither white space nor control characters.", CheckSessionId),
        new("An order of prefetched channels has an effect only if channels are prefetched.", CheckPrefetch),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The findings, in the order of the rules; empty if every rule holds.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(ChimeConnectRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Table, request);
        return findings.Findings;
    }

    private static void CheckEndpoint(ChimeConnectRequest request, ref FindingCollector findings)
    {
        const string Remedy = "Give the Endpoint.Url that GetMessagingSessionEndpoint returns.";
        string endpoint = request.Uri.Endpoint.ToString();
        if (request.Uri.Endpoint.Scheme != "wss")
        {
            findings.Error("ChimeEndpointInvalid", endpoint, $"The endpoint {Quoted.Value(endpoint)} is not a WebSocket endpoint (wss).", Remedy);
        }

        if (!request.Uri.IsRoot && request.Uri.Path != ChimeConnectSigner.Path)
        {
            findings.Error(
                "ChimeEndpointInvalid",
                request.Uri.Path,
                $"The endpoint has the path {Quoted.Value(request.Uri.Path)}; the only path of a messaging session is {ChimeConnectSigner.Path}.",
                Remedy);
        }

        if (request.Uri.Query is not null && !request.IsWhole)
        {
            findings.Error("ChimeEndpointInvalid", endpoint, "The endpoint has a query of its own; a messaging endpoint has none.", Remedy);
        }
    }

    private static void CheckUserArn(ChimeConnectRequest request, ref FindingCollector findings)
    {
        string userArn = request.UserArn;
        if (userArn.Length > LongestArn)
        {
            findings.Error(
                "ChimeUserArnInvalid",
                userArn,
                $"The user ARN has {userArn.Length} characters; at most {LongestArn} are allowed.",
                $"Give the ARN of a user or bot: {ArnForm}.");
        }
        else if (Arn.LooksEncoded(userArn))
        {
            findings.Error(
                "ChimeUserArnInvalid",
                userArn,
                $"The user ARN {Quoted.Value(userArn)} is percent-encoded; the signer encodes it itself, once.",
                "Give the ARN plain.");
        }
        else if (!IsUserArn(userArn, out bool isAppInstance))
        {
            findings.Error(
                "ChimeUserArnInvalid",
                userArn,
                isAppInstance
                    ? $"{Quoted.Value(userArn)} is the ARN of an app instance; a session belongs to one of its users or bots."
                    : $"{Quoted.Value(userArn)} is not the ARN of an app-instance user or bot.",
                $"Give an ARN of this form: {ArnForm}.");
        }
    }

    private static bool IsUserArn(string text, out bool isAppInstance)
    {
        isAppInstance = false;
        if (!Arn.TryParse(text, out Arn arn)
            || !arn.Service.SequenceEqual(AwsServices.Chime.SigningName.AsSpan())
            || !arn.Resource.StartsWith("app-instance/".AsSpan(), StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> instance = arn.Resource.Slice("app-instance/".Length);
        int slash = instance.IndexOf('/');
        isAppInstance = slash < 0;
        if (isAppInstance || !Characters.IsWord(instance.Slice(0, slash), "-_"))
        {
            return false;
        }

        ReadOnlySpan<char> member = instance.Slice(slash + 1);
        int id = member.StartsWith("user/".AsSpan(), StringComparison.Ordinal) ? 5
            : member.StartsWith("bot/".AsSpan(), StringComparison.Ordinal) ? 4
            : 0;

        // AppInstanceUserId: letters, digits and - _ . : @ (CreateAppInstanceUser).
        return id > 0 && Characters.IsWord(member.Slice(id), "-_.:@");
    }

    private static void CheckRegion(ChimeConnectRequest request, ref FindingCollector findings)
    {
        if (request.Region is { } meant && Arn.TryParse(request.UserArn, out Arn arn) && !arn.Region.SequenceEqual(meant.AsSpan()))
        {
            findings.Error(
                "ChimeRegionMismatch",
                meant,
                $"The region {Quoted.Value(meant)} is not the user's, {Quoted.Value(arn.Region.ToString())}; the service answers 403.",
                "Leave -Region out: the user ARN has it.");
        }
    }

    private static void CheckHost(ChimeConnectRequest request, ref FindingCollector findings)
    {
        string host = request.Uri.Endpoint.Host;
        if (ChimeHost.IsApi(host))
        {
            findings.Warning(
                "ChimeEndpointUnknown",
                host,
                $"The host {Quoted.Value(host)} is that of an API of Chime, which opens no WebSocket.",
                "Give the Endpoint.Url that GetMessagingSessionEndpoint returns, such as node001.ue1.ws-messaging.chime.aws.");
        }
        else if (ChimeHost.RegionOf(host) is { } region && Arn.TryParse(request.UserArn, out Arn arn) && !arn.Region.SequenceEqual(region.AsSpan()))
        {
            findings.Warning(
                "ChimeHostRegionMismatch",
                host,
                $"The endpoint {Quoted.Value(host)} is in {region}, the user in {Quoted.Value(arn.Region.ToString())}; the service answers 403.",
                "Ask GetMessagingSessionEndpoint in the user's region.");
        }
    }

    private static void CheckSessionId(ChimeConnectRequest request, ref FindingCollector findings)
    {
        if (!IsSessionId(request.SessionId))
        {
            findings.Error(
                "ChimeSessionIdInvalid",
                request.SessionId,
                $"The session id {Quoted.Value(request.SessionId)} is empty or has white space or a control character.",
                "Leave -SessionId out for a new GUID.");
        }
    }

    private static bool IsSessionId(string sessionId)
    {
        foreach (char c in sessionId)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return false;
            }
        }

        return sessionId.Length > 0;
    }

    private static void CheckPrefetch(ChimeConnectRequest request, ref FindingCollector findings)
    {
        if (request.PrefetchSortBy is not null && request.PrefetchOn is null)
        {
            findings.Warning(
                "ChimePrefetchSortUnused",
                request.PrefetchSortBy,
                "A prefetch order is given, but nothing is prefetched.",
                "Add -PrefetchOn Connect.");
        }
    }
}
