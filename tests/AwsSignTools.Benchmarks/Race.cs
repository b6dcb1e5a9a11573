using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace AwsSignTools.Benchmarks;

/// <summary>
/// Times contestants side by side: in turns so short that some go through undisturbed where the machine has other things to do, and by the
/// best turn of each.
/// </summary>
internal static class Race
{
    private const int Turns = 150;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(1000);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(4);

    /// <summary>The time and the bytes allocated by each operation of each contestant, in their order.</summary>
    public static IReadOnlyList<(double Nanoseconds, long Bytes)> Run(IReadOnlyList<Contestant> contestants)
    {
        int[] counts = new int[contestants.Count];
        (double Nanoseconds, long Bytes)[] best = new (double, long)[contestants.Count];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = Warm(contestants[i].Run);
            best[i] = (double.MaxValue, long.MaxValue);
        }

        for (int turn = 0; turn < Turns; turn++)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                double operations = (double)counts[i] * contestants[i].Operations;
                long bytes = GC.GetAllocatedBytesForCurrentThread();
                long ticks = Time(contestants[i].Run, counts[i]);
                bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
                best[i] = (
                    Math.Min(best[i].Nanoseconds, ticks * 1e9 / Stopwatch.Frequency / operations),
                    Math.Min(best[i].Bytes, (long)Math.Round(bytes / operations)));
            }
        }

        return best;
    }

    // Until the code is compiled for good; returns how many runs make a turn.
    private static int Warm(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        int runs = 0;
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            run();
            runs++;
        }

        return Math.Max(1, (int)(runs * (Turn / WarmUp)));
    }

    private static long Time(Action run, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            run();
        }

        return Stopwatch.GetTimestamp() - start;
    }
}
