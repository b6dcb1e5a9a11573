using System;
using System.ComponentModel;
using System.Diagnostics;
#if !NET
using System.Globalization;
using System.IO;
#endif

namespace AwsSignTools.Platform;

/// <summary>Stops a program.</summary>
internal static class ProcessTree
{
#if !NET
    private const int LongestWait = 5000;

    // .NET Framework has no such method; a .NET that runs this build, as the tests do, has.
    private static readonly Action<Process, bool>? KillTree =
        typeof(Process).GetMethod(nameof(Process.Kill), [typeof(bool)]) is { } method
            ? (Action<Process, bool>)method.CreateDelegate(typeof(Action<Process, bool>))
            : null;
#endif

    /// <summary>Stops a program and what it started: a shell is in between, and would leave it behind. Nothing happens where it has ended.</summary>
    public static void Kill(Process process)
    {
        try
        {
#if NET
            process.Kill(entireProcessTree: true);
#else
            if (KillTree is not null)
            {
                KillTree(process, true);
            }
            else
            {
                KillByProgram(process.Id);
            }
#endif
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It ended by itself, or a part of it may not be stopped.
        }
    }

#if !NET
    private static void KillByProgram(int id)
    {
        using Process? killer = Process.Start(new ProcessStartInfo
        {
            FileName = Path.Combine(Environment.SystemDirectory, "taskkill.exe"),
            Arguments = "/F /T /PID " + id.ToString(CultureInfo.InvariantCulture),
            UseShellExecute = false,
            CreateNoWindow = true,
        });
        _ = killer?.WaitForExit(LongestWait);
    }
#endif
}
