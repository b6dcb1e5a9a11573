using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace AwsSignTools.Host.Tests.Running;

/// <summary>A test that sends SIGINT; skipped where there is none, or where a shell started the tests with it ignored.</summary>
public sealed class InterruptFactAttribute : FactAttribute
{
    private const ulong InterruptBit = 1UL << (2 - 1);

    /// <summary>Finds out whether SIGINT arrives.</summary>
    public InterruptFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no SIGINT to send to another process.";
        }
        else if (IsIgnored())
        {
            Skip = "SIGINT is ignored here, as a shell does for what it runs in the background, and a child process inherits that.";
        }
    }

    private static bool IsIgnored()
    {
        const string Status = "/proc/self/status";
        const string Key = "SigIgn:";
        string? line = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line is not null
            && (ulong.Parse(line.AsSpan(Key.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & InterruptBit) != 0;
    }
}
