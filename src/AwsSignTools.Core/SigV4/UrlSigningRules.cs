using System;
using System.Collections.Generic;
using AwsSignTools.Chime;
using AwsSignTools.Findings;
using AwsSignTools.Kvs;

namespace AwsSignTools.SigV4;

/// <summary>
/// What is worth a warning of a URL before it is signed: anything may be signed for any service, so what the service would refuse is no error here.
/// </summary>
public static class UrlSigningRules
{
    private static readonly Rule<UrlSigningRequest>[] Rules =
    [
        new UrlServiceRule(),
        new UrlRegionRule(),
        new UrlLifeRule(),
        new UrlPortRule(),
        new KvsUrlSigningRule(),
        new ChimeUrlSigningRule(),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The warnings; none where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(UrlSigningRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Rules, request);
        return findings.Findings;
    }

    /// <summary>Adds what a service's own rules find: as warnings, and with the cmdlet that refuses it.</summary>
    internal static void AddAsWarnings(IReadOnlyList<Finding> found, string cmdlet, ref FindingCollector findings)
    {
        foreach (Finding finding in found)
        {
            findings.Add(new Finding(
                finding.Id,
                finding.Severity == FindingSeverity.Error ? FindingSeverity.Warning : finding.Severity,
                finding.Message,
                $"{finding.Remedy} {cmdlet} makes such URLs, and refuses what the service would refuse.",
                finding.Target)
            {
                Rule = finding.Rule,
            });
        }
    }
}
