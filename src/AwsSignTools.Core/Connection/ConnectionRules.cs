using System;
using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Connection;

/// <summary>Explains what happened when a signed URL was connected to.</summary>
public static class ConnectionRules
{
    private static readonly Rule<ConnectionDiagnosis>[] Rules = [];

    /// <summary>Checks what happened against every rule.</summary>
    /// <param name="diagnosis">What happened, and what is known of the URL.</param>
    /// <returns>What was found, the cause of a failure first; nothing where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="diagnosis"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(ConnectionDiagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        FindingCollector findings = default;
        findings.Check(Rules, diagnosis);
        return findings.Findings;
    }
}
