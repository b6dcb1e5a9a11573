using System;
using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>A theory that needs the programs of Unix.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no /bin/sh.";
        }
    }
}
