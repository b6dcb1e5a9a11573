using System;
using System.ComponentModel;
using System.Diagnostics;

namespace AwsSignTools.Compatibility;

/// <summary>Stops a program.</summary>
internal static class ProcessTree
{
    /// <summary>Stops a program and, where the platform can, what it started; nothing happens where it has ended.</summary>
    public static void Kill(Process process)
    {
        try
        {
#if NET
            process.Kill(entireProcessTree: true);
#else
            process.Kill();
#endif
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended by itself.
        }
    }
}
