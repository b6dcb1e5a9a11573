using System;
using System.Collections.Generic;
using System.Linq;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Explains what happened when a signed URL was connected to.</summary>
public static class ConnectionRules
{
    private static readonly Rule<ConnectionDiagnosis>[] Rules =
    [
        new UrlRule(),
        new HarmlessRule(),
        new HostRule(),
        new ReachableRule(),
        new TimeLimitRule(),
        new TlsRule(),
        new BrokenOffRule(),
        new ProxyRule(),
        new HttpRule(),
        new OtherFailureRule(),
        new RedirectionRule(),
        new UpgradeRule(),
        new ClockRule(),
        new UrlLifeRule(),
        new CredentialLifeRule(),
        new CredentialKnownRule(),
        new ScopeRule(),
        new CompleteRule(),
        new SignatureRule(),
        new PermissionRule(),
        new ForbiddenRule(),
        new KvsRequestRule(),
        new RequestRule(),
        new ResourceRule(),
        new ThrottleRule(),
        new ServiceHealthRule(),
        new StreamExceptionRule(),
        new ChimeCloseRule(),
        new CloseRule(),
        new SentAsSignedRule(),
    ];

    /// <summary>Checks what happened against every rule.</summary>
    /// <param name="diagnosis">What happened, and what is known of the URL.</param>
    /// <returns>What was found, the cause of a failure first; nothing where all is well.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="diagnosis"/> is null.</exception>
    public static IReadOnlyList<Finding> Check(ConnectionDiagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        FindingCollector findings = default;
        findings.Check(Rules, diagnosis);

        // A clock that is a little off is told behind what it did not cause.
        return [.. findings.Findings.OrderByDescending(static f => f.Severity)];
    }
}
