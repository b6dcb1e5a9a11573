using System;
using Xunit;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A test that needs a Unix shell, or a home folder that a variable names; skipped on Windows.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    /// <summary>Why such a test is skipped; null where it is not.</summary>
    internal static string? WhySkipped { get; } =
        OperatingSystem.IsWindows() ? "Windows has no /bin/sh, and does not take the home folder from a variable." : null;

    /// <summary>Finds out whether this is Windows.</summary>
    public UnixFactAttribute() => Skip = WhySkipped;
}
