using System;
using System.Collections.Generic;

namespace AwsSignTools.Benchmarks.Peers;

/// <summary>Measures this process's build of Core beside the floor and the .NET peers.</summary>
internal static class PeerMeasurement
{
    /// <summary>Writes a row for each to standard output.</summary>
    public static void WriteRows()
    {
        // Twice over: what the first tasks share with the later ones is compiled for good only when those have run.
        for (int round = 0; round < 2; round++)
        {
            foreach (PeerTask task in PeerTasks.All())
            {
                WriteRows(task);
            }
        }
    }

    private static void WriteRows(PeerTask task)
    {
        IReadOnlyList<(double Nanoseconds, long Bytes)> times = Race.Run(task.Contestants);
        for (int i = 0; i < times.Count; i++)
        {
            Console.WriteLine(new PeerRow(task.Name, task.Contestants[i].Name, times[i].Nanoseconds, times[i].Bytes).ToLine());
        }
    }
}
