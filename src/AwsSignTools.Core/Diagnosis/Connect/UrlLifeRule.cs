using System;
using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The URL is alive.</summary>
internal sealed class UrlLifeRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A URL works from its X-Amz-Date on for X-Amz-Expires seconds.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.UrlExpired)
        {
            findings.Error(
                "ConnectUrlExpired",
                subject.ExpiresAt,
                $"{subject.Answered}; the URL has ended{At(subject.ExpiresAt)}, and it is {Shown(subject.ServerNow)} there.",
                subject.Service == "chime"
                    ? "Sign a new URL and connect at once: this one lives ten seconds."
                    : "Sign a new URL for each connection and use it at once; where it is new, set the clock.");
        }
        else if (subject.Reason == RefusalReason.NotYetValid)
        {
            findings.Error(
                "ConnectUrlNotYetValid",
                subject.SignedAt,
                $"{subject.Answered}; the URL is dated{At(subject.SignedAt)}, and it is {Shown(subject.ServerNow)} there.",
                "Set this machine's clock, which is ahead, and sign a new URL.");
        }
    }

    private static string At(DateTimeOffset? time) => time is { } known ? " at " + Shown(known) : string.Empty;

    private static string Shown(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
