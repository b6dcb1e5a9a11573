using System;
using System.ComponentModel;
using System.Diagnostics;
#if !NET
using System.Globalization;
using System.IO;
using System.Reflection;
#endif

namespace AwsSignTools.Compatibility;

/// <summary>Stops a program.</summary>
internal static class ProcessTree
{
    /// <summary>Stops a program and what it started; nothing happens where it has ended.</summary>
    public static void Kill(Process process)
    {
        try
        {
#if NET
            process.Kill(entireProcessTree: true);
#else
            KillTree(process);
#endif
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It ended by itself, or a part of it may not be stopped.
        }
    }

#if !NET
    // netstandard2.0 knows one process only; .NET since Core 3.0 has the whole, and Windows a program for .NET Framework.
    private static void KillTree(Process process)
    {
        if (typeof(Process).GetMethod(nameof(Process.Kill), [typeof(bool)]) is { } killTree)
        {
            try
            {
                _ = killTree.Invoke(process, [true]);
            }
            catch (TargetInvocationException)
            {
                // As above.
            }

            return;
        }

        const int LongestWait = 5000;
        string taskKill = Path.Combine(Environment.SystemDirectory, "taskkill.exe");
        string arguments = "/T /F /PID " + process.Id.ToString(CultureInfo.InvariantCulture);
        using (Process? killer = Process.Start(new ProcessStartInfo(taskKill, arguments) { UseShellExecute = false, CreateNoWindow = true }))
        {
            _ = killer?.WaitForExit(LongestWait);
        }

        if (!process.HasExited)
        {
            process.Kill();
        }
    }
#endif
}
