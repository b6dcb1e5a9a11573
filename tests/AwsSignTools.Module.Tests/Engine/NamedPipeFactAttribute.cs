using System;
using Xunit;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A test with a named pipe that is a file; skipped on Windows, where there is none.</summary>
public sealed class NamedPipeFactAttribute : FactAttribute
{
    /// <summary>Finds out whether there are such pipes.</summary>
    public NamedPipeFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no mkfifo." : null;
}
