using System;
using System.Globalization;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>The form of <c>exp</c>: JavaScript counts milliseconds, Python fractions, and some write dates.</summary>
internal sealed class IvsExpiryClaimRule : RuleClass<IvsTokenClaims>
{
    // As seconds the year 5138; as milliseconds the year 1973.
    private const long LeastMilliseconds = 100_000_000_000;

    // As seconds the year 2001; as a duration 31 years.
    private const long LeastMoment = 1_000_000_000;

    private const string Remedy = "Write it as an integer without quotation marks: seconds since 1970, such as 1767225600.";

    /// <inheritdoc/>
    public override string Statement => "exp must be there: an integer, the seconds from 1970-01-01T00:00:00Z to the end of the token.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        if (subject.Find(IvsClaimName.Expiry) is not { } value)
        {
            if (subject.IsMissing(IvsClaimName.Expiry))
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
