using System;
using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.Credentials;

/// <summary>What a clock that is off means for what is signed.</summary>
internal static class ClockRules
{
    // A Date header has whole seconds, and an answer takes its time; a Chime URL lives ten seconds.
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(10);

    /// <summary>The warning <c>ClockSkewed</c>, or null where the clock is right enough.</summary>
    /// <param name="offset">How far a server's clock is ahead of this machine's; null where no server said.</param>
    public static Finding? Check(TimeSpan? offset) => Describe(offset) is not { } text ? null : new Finding(
        "ClockSkewed",
        FindingSeverity.Warning,
        text + " A signature carries this machine's time; AWS refuses one that is minutes off, and a URL's life counts from it.",
        "Set the clock, by NTP for one.",
        offset);

    /// <summary>What is wrong with the clock, in a sentence; null where it is right enough.</summary>
    internal static string? Describe(TimeSpan? offset)
    {
        if (offset is not { } ahead || Math.Abs(ahead.TotalSeconds) < Tolerated.TotalSeconds)
        {
            return null;
        }

        double seconds = Math.Round(Math.Abs(ahead.TotalSeconds));
        string amount = seconds < 120
            ? seconds.ToString(CultureInfo.InvariantCulture) + " s"
            : Math.Round(seconds / 60).ToString(CultureInfo.InvariantCulture) + " min";
        return $"This machine's clock is {amount} {(ahead > TimeSpan.Zero ? "behind" : "ahead of")} that of AWS.";
    }
}
