using System;
using Xunit;

namespace AwsSignTools.Core.Tests.Support;

/// <summary>A test that needs the programs of Unix.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no /bin/sh.";
        }
    }
}
