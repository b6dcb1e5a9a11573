using System;
using System.Collections.Generic;

namespace AwsSignTools.Benchmarks.Peers;

/// <summary>Measures this process's build of Core beside the floor and the .NET peers.</summary>
internal static class PeerMeasurement
{
    /// <summary>Writes a row for each to standard output.</summary>
    public static void WriteRows()
    {
        foreach (PeerTask task in PeerTasks.All())
        {
            IReadOnlyList<(double Nanoseconds, long Bytes)> times = Race.Run(task.Contestants);
            for (int i = 0; i < times.Count; i++)
            {
                Console.WriteLine(new PeerRow(task.Name, task.Contestants[i].Name, times[i].Nanoseconds, times[i].Bytes).ToLine());
            }
        }
    }
}
