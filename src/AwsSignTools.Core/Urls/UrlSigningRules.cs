using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Services.Chime;
using AwsSignTools.Services.Kvs;
using AwsSignTools.Services.Transcribe;

namespace AwsSignTools.Urls;

/// <summary>
/// What is worth a warning of a URL before it is signed: anything may be signed for any service, so what the service would refuse is no error here.
/// </summary>
public static class UrlSigningRules
{
    /// <summary>The rules of services for whole URLs; those of a URL that was signed are the same.</summary>
    internal static readonly Rule<UrlFacts>[] Rules =
    [
        new UrlServiceRule(),
        new UrlRegionRule(),
        new UrlPortRule(),
        new KvsUrlRule(),
        new ChimeUrlRule(),
        new TranscribeUrlRule(),
        new UrlLifeRule(),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The warnings; none where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(UrlSigningRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Rules, new UrlFacts(request.Uri, request.Endpoint, request.Service, request.Region, request.ExpiresIn, request.Query));
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
}
