using System;
using System.Globalization;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>This machine's clock is that of AWS.</summary>
internal sealed class ClockRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A signature carries this machine's time, and AWS refuses one that is more than five minutes off.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.ClockSkew is not { } skew || skew.Duration() < Noticed)
        {
            return;
        }

        string message = $"This machine's clock is {Amount(skew.Duration())} {(skew > TimeSpan.Zero ? "behind" : "ahead of")} the server's.";
        if (skew.Duration() > Allowed)
        {
            findings.Error("ConnectClockSkewed", skew, message + " AWS refuses signatures that are more than five minutes off.", Remedy);
        }
        else
        {
            findings.Warning("ConnectClockSkewed", skew, message + " A URL's life counts from its own time, so it ends that much too early or begins too late.", Remedy);
        }
    }

    private const string Remedy =
        "Set the clock by NTP (timedatectl set-ntp true; on Windows w32tm /resync), and check the time zone; then sign again.";

    private static readonly TimeSpan Noticed = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(5);

    private static string Amount(TimeSpan amount) => amount.TotalMinutes < 120
        ? Math.Round(amount.TotalMinutes).ToString(CultureInfo.InvariantCulture) + " min"
        : Math.Round(amount.TotalHours).ToString(CultureInfo.InvariantCulture) + " h";
}
