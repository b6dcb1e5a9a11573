using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Services;
using AwsSignTools.SigV4;

namespace AwsSignTools.Urls;

/// <summary>
/// The rules about a URL of any service, and the rules of the service whose WebSocket it is. Before signing they are warnings, since any URL
/// may be signed for any service; about a URL that was signed they are errors too.
/// </summary>
public static class UrlSigningRules
{
    private static readonly Rule<UrlFacts>[] HostTable =
    [
        new("The service of the signature is that of the host, by its SigV4 name.", CheckService),
        new("The region of the signature is the region of the host.", CheckRegion),
        new("A WebSocket goes to the port on which the service listens for it, such as 8443 for Amazon Transcribe.", CheckPort),
    ];

    private static readonly Rule<UrlFacts>[] LifeTable =
    [
        new("A presigned URL is valid no longer than its service accepts, which may be less than the seven days of SigV4.", CheckLife),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The warnings; empty if every rule holds.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(UrlSigningRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        Check(FactsOf(request), ref findings);
        List<Finding> warnings = [];
        foreach (Finding finding in findings.Findings)
        {
            if (finding.Severity != FindingSeverity.Information)
            {
                warnings.Add(finding.As(FindingSeverity.Warning));
            }
        }

        return warnings;
    }

    /// <summary>What the rules check in a request.</summary>
    internal static UrlFacts FactsOf(UrlSigningRequest request) =>
        new(request.Uri, request.Endpoint, request.Service, request.Region, request.ExpiresIn, request.Query);

    /// <summary>Checks a URL, signed or not, against every rule.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="findings">Collects what is found, with the severity that it has once the URL is signed.</param>
    internal static void Check(UrlFacts url, ref FindingCollector findings)
    {
        findings.Check(HostTable, url);
        ServiceUrlRules.Check(url, ref findings);
        findings.Check(LifeTable, url);
    }

    private static void CheckService(UrlFacts url, ref FindingCollector findings)
    {
        string service = url.Service.SigningName;
        string? right = url.HostsService;
        if (!url.IsServiceRight)
        {
            findings.Error(
                "HostServiceMismatch",
                service,
                $"The URL is signed for the service {Quoted.Value(service)}, but the host {Quoted.Value(url.Host)} is signed for as {Quoted.Value(right)}; it answers 403 to another.",
                $"Sign it for {right}: leave -Service out, or give {right}.");
        }
        else if (right is null && HostRegion.Find(url.Host) is not null)
        {
            findings.Information(
                "HostServiceUnknown",
                url.Host,
                $"The host {Quoted.Value(url.Host)} does not tell which service it belongs to, so {Quoted.Value(service)} cannot be compared.",
                "Nothing, where the service's documentation names it so.");
        }
    }

    private static void CheckRegion(UrlFacts url, ref FindingCollector findings)
    {
        if (url.Region is { Length: > 0 } region && HostRegion.Find(url.Host) is { } right && right != region && !ServiceUrlRules.CoverRegionAndLifeOf(url))
        {
            findings.Error(
                "HostRegionMismatch",
                region,
                $"The URL is signed for the region {Quoted.Value(region)}, but the host {Quoted.Value(url.Host)} is in {Quoted.Value(right)}; it answers 403 to another.",
                $"Sign it for {right}, or take the endpoint of {Quoted.Value(region)}. Leave -Region out: the host has it.");
        }
    }

    private static void CheckPort(UrlFacts url, ref FindingCollector findings)
    {
        if (url.Service.UsualPort is { } usual)
        {
            CheckUsualPort(url, usual, ref findings);
        }

        // A server that is not the service's, such as one for tests, may listen on any port. So may a service that is not known to have one port alone.
        if (url.Endpoint.Scheme == "wss" && url.Service.WebSocketPort is { } right && url.Endpoint.Port != right && HostService.Find(url.Host) == url.Service.SigningName)
        {
            string rightPort = right.ToString(CultureInfo.InvariantCulture);
            findings.Error(
                "WebSocketPortUnknown",
                url.Endpoint.Port,
                $"The URL goes to port {url.Endpoint.Port.ToString(CultureInfo.InvariantCulture)}; {url.Service} takes WebSockets at {rightPort}, and the port is part of the signed host.",
                $"Sign it with the port {rightPort}; New-AwsSignedUrl puts it in where the URL has none.");
        }
    }

    // The owner of a cluster may have chosen another; 443 is no choice, but what a URL without a port has.
    private static void CheckUsualPort(UrlFacts url, int usual, ref FindingCollector findings)
    {
        if (url.Endpoint.Scheme is "wss" or "https" && url.Endpoint.Port == 443 && HostService.Find(url.Host) == url.Service.SigningName)
        {
            string usualPort = usual.ToString(CultureInfo.InvariantCulture);
            findings.Warning(
                "PortUnusual",
                url.Endpoint.Port,
                $"The URL goes to port 443; {url.Service} listens at {usualPort} unless its owner chose another port, and the port is part of the signed host.",
                $"Sign it with the port {usualPort}; New-AwsSignedUrl puts it in where the URL has none.");
        }
    }

    private static void CheckLife(UrlFacts url, ref FindingCollector findings)
    {
        // A life that SigV4 itself forbids breaks another rule.
        TimeSpan longest = url.Service.LongestPresignedLife;
        if (url.Life is { } life && life > longest && life <= SigV4Presigner.LongestLife && !ServiceUrlRules.CoverRegionAndLifeOf(url))
        {
            findings.Warning(
                "UrlLifeLong",
                life,
                $"The URL is to expire in {life:c}; {url.Service} takes at most {longest:c} (hours:minutes:seconds).",
                "Leave -ExpiresIn out, and make a new URL for each connection.");
        }
    }
}
