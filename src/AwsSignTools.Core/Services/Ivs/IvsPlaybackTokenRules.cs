using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Ivs;

/// <summary>
/// The rules of IVS playback authorization ("Generate and sign playback tokens"): checked before anything is signed, and of a token that was.
/// </summary>
public static class IvsPlaybackTokenRules
{
    internal static readonly Rule<IvsTokenContents>[] Rules =
    [
        new IvsChannelArnRule(),
        new IvsExpiryRule(),
        new IvsLimitedLifeRule(),
        new IvsLikelyLifeRule(),
        new IvsOriginRule(),
        new IvsStrictOriginRule(),
        new IvsViewerIdRule(),
        new IvsViewerSessionVersionRule(),
        new IvsPlaybackUrlRule(),
    ];

    /// <summary>Checks a request against every rule.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time of signing.</param>
    /// <returns>What was found; nothing where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(IvsPlaybackTokenRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        FindingCollector findings = default;
        findings.Check(Rules, IvsTokenContents.Of(request, now));
        return findings.Findings;
    }
}
