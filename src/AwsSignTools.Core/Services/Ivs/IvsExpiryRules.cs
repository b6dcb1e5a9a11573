using System;
using System.Globalization;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>The checks of <c>exp</c>: its form in a signed token, and the end of a token before and after signing.</summary>
internal static class IvsExpiryRules
{
    // As seconds the year 5138; as milliseconds the year 1973.
    private const long LeastMilliseconds = 100_000_000_000;

    // As seconds the year 2001; as a duration 31 years.
    private const long LeastMoment = 1_000_000_000;

    private const string Remedy = "Write it as an integer without quotation marks: seconds since 1970, such as 1767225600.";

    private static readonly TimeSpan LongestLimitedLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestLikelyLife = TimeSpan.FromDays(366);

    /// <summary>Checks that a token ends after it is signed, or after it is checked.</summary>
    public static void CheckEnd(IvsTokenContents contents, ref FindingCollector findings)
    {
        if (contents.ExpiresAt is not { } end || end > contents.Time)
        {
            return;
        }

        if (contents.IsSigned)
        {
            findings.Error(
                "IvsExpiryPast",
                end,
                $"The token ended at {AmzDate.Format(end)}, {contents.Time - end:c} (hours:minutes:seconds) before {AmzDate.Format(contents.Time)}.",
                "Make a new token shortly before playback begins; playback that has begun goes on after the token's end.");
        }
        else
        {
            findings.Error(
                "IvsExpiryPast",
                end,
                $"The token would end at {AmzDate.Format(end)}, not after it is signed, at {AmzDate.Format(contents.Time)}.",
                "Give a later -ExpiresAt, or -ExpiresIn of at least one second.");
        }
    }

    /// <summary>Checks the life of a token that works once, or has a viewer.</summary>
    public static void CheckLimitedLife(IvsTokenContents contents, ref FindingCollector findings)
    {
        if (contents.ExpiresAt is { } end && contents.HasLimitedLife && end - contents.Time > LongestLimitedLife)
        {
            findings.Error(
                "IvsExpiryTooLate",
                end,
                $"The token {(contents.IsSigned ? "ends" : "would end")} at {AmzDate.Format(end)}, {end - contents.Time:c} after {(contents.IsSigned ? AmzDate.Format(contents.Time) : "it is signed")}; a single-use token, or one with a viewer id, may last ten minutes at most.",
                "Give an -ExpiresIn of at most 600 seconds; playback that has begun goes on after the token's end.");
        }
    }

    /// <summary>Checks that the life of any other token, which has no limit, is likely to be meant.</summary>
    public static void CheckLikelyLife(IvsTokenContents contents, ref FindingCollector findings)
    {
        if (contents.ExpiresAt is { } end && !contents.HasLimitedLife && end - contents.Time > LongestLikelyLife)
        {
            findings.Warning(
                "IvsExpiryFar",
                end,
                $"The token ends at {AmzDate.Format(end)}, more than a year after {(contents.IsSigned ? AmzDate.Format(contents.Time) : "it is signed")}: milliseconds taken for seconds, or a moment for a duration, are the usual cause.",
                "Give -ExpiresIn as a number of seconds from now or a TimeSpan, or -ExpiresAt as a date.");
        }
    }

    /// <summary>Checks the form of the claim: JavaScript counts milliseconds, Python fractions, and some libraries write dates.</summary>
    public static void CheckForm(IvsTokenClaims claims, ref FindingCollector findings)
    {
        if (claims.Find(IvsClaimName.Expiry) is not { } value)
        {
            if (claims.IsMissing(IvsClaimName.Expiry))
            {
                findings.Error("IvsExpiryMissing", IvsClaimName.Expiry, "The token has no exp: IVS refuses a token that does not end.", "Add exp: seconds since 1970.");
            }
        }
        else if (value.TryGetInteger(out long seconds))
        {
            CheckSize(seconds, ref findings);
        }
        else if (value.Kind == JsonKind.Number && value.Text.AsSpan().IndexOfAny(".eE".AsSpan()) >= 0)
        {
            findings.Error("IvsExpiryNotInteger", value.Text, $"exp is {IvsTokenClaims.Show(value)}, which is not written as an integer.", "Drop the fraction, and write no exponent: " + Remedy);
        }
        else if (value.Kind == JsonKind.Number)
        {
            findings.Error("IvsExpiryInMilliseconds", value.Text, $"exp is {IvsTokenClaims.Show(value)}, far more seconds than there are from 1970 to the year 9999.", Remedy);
        }
        else
        {
            findings.Error("IvsExpiryNotInteger", value.Text, $"exp is {IvsTokenClaims.Show(value)}; it must be a number.", Remedy);
        }
    }

    private static void CheckSize(long seconds, ref FindingCollector findings)
    {
        if (seconds >= LeastMilliseconds)
        {
            long meant = seconds;
            string unit = "milliseconds";
            while (meant >= LeastMilliseconds)
            {
                meant /= 1000;
                unit = meant < LeastMilliseconds ? unit : unit == "milliseconds" ? "microseconds" : "nanoseconds";
            }

            findings.Error(
                "IvsExpiryInMilliseconds",
                seconds,
                $"exp is {seconds.ToString(CultureInfo.InvariantCulture)}: as seconds, a moment thousands of years from now; in {unit} it would be {AmzDate.Format(DateTimeOffset.FromUnixTimeSeconds(meant))}.",
                $"Divide by {(unit == "milliseconds" ? "1000" : unit == "microseconds" ? "1000000" : "1000000000")} and drop the fraction: exp is {meant.ToString(CultureInfo.InvariantCulture)} then.");
        }
        else if (seconds is >= 0 and < LeastMoment)
        {
            findings.Error(
                "IvsExpiryIsDuration",
                seconds,
                $"exp is {seconds.ToString(CultureInfo.InvariantCulture)}, a moment before the year 2002: it looks like a duration, and must be the moment of the token's end.",
                "Add it to the seconds since 1970 that have passed now.");
        }
    }
}
