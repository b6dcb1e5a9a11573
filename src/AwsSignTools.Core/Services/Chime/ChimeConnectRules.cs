using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Chime;

/// <summary>
/// The rules of Chime SDK messaging's <c>/connect</c> ("Using WebSockets to receive messages"): checked before anything is signed, and
/// of a URL that was.
/// </summary>
public static class ChimeConnectRules
{
    private static readonly Rule<ChimeConnectRequest>[] Rules =
    [
        new ChimeEndpointRule(),
        new ChimeUserArnRule(),
        new ChimeRegionRule(),
        new ChimeSessionIdRule(),
        new ChimePrefetchRule(),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What was found; nothing where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(ChimeConnectRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Rules, request);
        return findings.Findings;
    }
}
