using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Chime;

/// <summary>The rules of Chime SDK messaging about a whole URL.</summary>
internal static class ChimeUrlRules
{
    private const string Pointer = "New-ChimeConnectUrl makes such URLs, and refuses what the service would refuse.";

    /// <summary>All rules.</summary>
    public static readonly Rule<UrlFacts>[] Table =
    [
        new("The region of the signature is the region of the messaging host.", CheckHostRegion),
        new("A messaging URL has the path /connect.", CheckPath),
        new("A messaging URL has a sessionId and a userArn.", CheckParameters),
        new("A messaging URL may have prefetch-on=connect, and with it prefetch-sort-by=unread or prefetch-sort-by=last-message-timestamp.", CheckPrefetch),
    ];

    private static void CheckHostRegion(UrlFacts url, ref FindingCollector findings)
    {
        if (ChimeHost.RegionOf(url.Host) is { } region && url.Region is { Length: > 0 } signed && signed != region)
        {
            findings.Error(
                "HostRegionMismatch",
                signed,
                $"The URL was signed for the region {Quoted.Value(signed)}, but the host {Quoted.Value(url.Host)} is in {Quoted.Value(region)}; the service answers 403.",
                $"Sign it for {region}, or ask GetMessagingSessionEndpoint in {signed}.");
        }
    }

    private static void CheckPath(UrlFacts url, ref FindingCollector findings)
    {
        // Another path is an error of the request's rules.
        if (url.Uri.IsRoot)
        {
            findings.Error(
                "ChimePathMissing",
                url.Uri.Path,
                $"The URL has no path; the path of a messaging session is {ChimeConnectSigner.Path}, and it is part of the signature.",
                $"Sign it with the path {ChimeConnectSigner.Path}.");
        }
    }

    private static void CheckParameters(UrlFacts url, ref FindingCollector findings)
    {
        CheckPresence(url, "userArn", "ChimeUserArnMissing", "so it says not who connects", ref findings);
        CheckPresence(url, "sessionId", "ChimeSessionIdMissing", "which each session needs", ref findings);
        if (url.Value("userArn") is { } userArn)
        {
            findings.AddAll(
                ChimeConnectRules.Check(ChimeConnectRequest.FromUrl(url.Uri, userArn, url.Value("sessionId") ?? "-", url.Region)),
                Pointer);
        }
    }

    private static void CheckPresence(UrlFacts url, string name, string id, string why, ref FindingCollector findings)
    {
        if (url.Value(name) is not null)
        {
            return;
        }

        string? misspelt = null;
        foreach (QueryParameter part in url.Query)
        {
            misspelt = string.Equals(part.Name, name, StringComparison.OrdinalIgnoreCase) ? part.Name : misspelt;
        }

        findings.Error(
            id,
            misspelt ?? name,
            misspelt is null ? $"The URL has no {name}, {why}." : $"The URL has the parameter {misspelt}; the case of the letters counts, and the service looks for {name}.",
            $"Sign it with the parameter {name}, written so. {Pointer}");
    }

    private static void CheckPrefetch(UrlFacts url, ref FindingCollector findings)
    {
        if (url.Value("prefetch-on") is { } on && on != "connect")
        {
            findings.Warning(
                "ChimePrefetchInvalid", on, $"The URL has prefetch-on={Quoted.Value(on)}; the only value of prefetch-on is connect.", "Sign it with prefetch-on=connect, or without.");
        }

        if (url.Value("prefetch-sort-by") is not { } order)
        {
            return;
        }

        if (order is not ("unread" or "last-message-timestamp"))
        {
            findings.Warning(
                "ChimePrefetchInvalid",
                order,
                $"The URL has prefetch-sort-by={Quoted.Value(order)}; its values are unread and last-message-timestamp.",
                "Sign it with one of the two, or without.");
        }
        else if (url.Value("prefetch-on") is null)
        {
            findings.Warning(
                "ChimePrefetchSortUnused", order, "A prefetch order is given, but nothing is prefetched.", "Sign it with prefetch-on=connect too.");
        }
    }
}
