using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Kvs;

/// <summary>
/// The rules of Kinesis Video Streams signaling (ConnectAsMaster, ConnectAsViewer): checked before anything is signed, and of a URL that
/// was.
/// </summary>
public static class KvsSignalingRules
{
    private static readonly Rule<KvsSignalingRequest>[] Rules =
    [
        new KvsParameterRule(),
        new KvsEndpointRule(),
        new KvsChannelArnRule(),
        new KvsClientIdRule(),
        new KvsRoleRule(),
        new KvsRegionRule(),
        new KvsExpiryRule(),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What was found; nothing where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(KvsSignalingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Rules, request);
        return findings.Findings;
    }
}
