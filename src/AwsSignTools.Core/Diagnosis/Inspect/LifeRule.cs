using System;
using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>When a URL works: from its date on, as long as it says.</summary>
internal sealed class LifeRule : RuleClass<InspectedUrl>
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override string Statement =>
        "A presigned URL works from X-Amz-Date, for X-Amz-Expires seconds; a clock may be five minutes off.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        if (subject.SignedAt is not { } signedAt)
        {
            return;
        }

        if (signedAt - subject.Now > Tolerance)
        {
            findings.Error(
                "UrlNotYetValid",
                signedAt,
                $"The URL was signed for {Shown(signedAt)}, {Span(signedAt - subject.Now)} from now ({Shown(subject.Now)}): the service answers 403 until then.",
                "Set the clock of the machine that signs, and sign in UTC.");
        }
        else if (subject.ExpiresAt is { } end && end <= subject.Now)
        {
            findings.Error(
                "UrlExpired",
                end,
                $"The URL ended at {Shown(end)}, {Span(subject.Now - end)} ago; it lived {subject.Seconds} seconds from {Shown(signedAt)}.",
                "Make a new URL for each connection, just before it; where it was made just now, set the clock.");
        }
    }

    private static string Shown(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span.ToString(span.Days > 0 ? @"d\ \d\a\y\s\ h\:mm\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}
