using System;
using Xunit;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A test with a device that only Linux has; skipped elsewhere.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Finds out whether this is Linux.</summary>
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only Linux has /dev/full.";
}
