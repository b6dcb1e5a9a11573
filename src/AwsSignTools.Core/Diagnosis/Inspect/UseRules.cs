using System;
using System.Globalization;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The rules for the use of a presigned URL: when it works, and with which key.</summary>
internal static class UseRules
{
    /// <summary>What keeps a well-formed URL from working.</summary>
    public static readonly Rule<InspectedUrl>[] Table =
    [
        new("A presigned URL works from X-Amz-Date, for X-Amz-Expires seconds; a clock may be five minutes off.", CheckLife),
        new("Some services accept a URL only for minutes after it was signed, whatever X-Amz-Expires says.", CheckUse),
        new("A temporary access key (ASIA…) comes with a session token, which is not a JWT.", CheckToken),
    ];

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private static void CheckLife(InspectedUrl subject, ref FindingCollector findings)
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
                $"The URL was signed for {Show(signedAt)}, {Show(signedAt - subject.Now)} from now ({Show(subject.Now)}): the service answers 403 until then.",
                "Set the clock of the machine that signs, and sign in UTC.");
        }
        else if (subject.ExpiresAt is { } end && end <= subject.Now)
        {
            findings.Error(
                "UrlExpired",
                end,
                $"The URL expired at {Show(end)}, {Show(subject.Now - end)} ago; it was valid for {(end - signedAt).TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds from {Show(signedAt)}.",
                "Make a new URL for each connection, just before it; if it was made just now, set the clock.");
        }
    }

    private static void CheckUse(InspectedUrl subject, ref FindingCollector findings)
    {
        if (subject.SignedAt is not { } signedAt || subject.Facts?.Service is not { } service)
        {
            return;
        }

        bool isWithoutExpiry = service.AcceptsUrlsWithoutExpiry && subject.Value(SigningParameter.Expires) is null;
        TimeSpan? usable = service.UsableFor ?? (isWithoutExpiry ? AwsService.LifeWithoutExpiry : null);
        if (usable is { } longest && signedAt <= subject.Now - longest && !(subject.ExpiresAt <= subject.Now))
        {
            findings.Error(
                "UrlStale",
                signedAt,
                $"The URL was signed at {Show(signedAt)}, {Show(subject.Now - signedAt)} ago; {service} accepts {(isWithoutExpiry ? "a URL without X-Amz-Expires" : "a URL")} for about {Show(longest)} after that{(isWithoutExpiry ? string.Empty : ", whatever its X-Amz-Expires")}.",
                "Make a new URL for each connection, just before it.");
        }
    }

    private static void CheckToken(InspectedUrl subject, ref FindingCollector findings)
    {
        if (subject.AccessKeyId is { } id && Characters.IsPlainName(id.AsSpan()) && CredentialRules.CheckToken(id, subject.SessionToken) is { } found)
        {
            findings.Add(found);
        }
    }

    private static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);

    private static string Show(TimeSpan span) => span.ToString(span.Days > 0 ? @"d\ \d\a\y\s\ h\:mm\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}
