using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace AwsSignTools.Benchmarks.Engine;

/// <summary>
/// Tokens on several cores: New-IvsPlaybackToken -ThrottleLimit n beside as many signatures of the platform on as many threads, each with a key
/// of its own, in turns. The clock counts, so the machine must have nothing else to do; the best turn of each.
/// </summary>
internal static class TokenTable
{
    private const int Count = 2000;
    private const int Turns = 5;

    /// <summary>Measures, and prints the table.</summary>
    public static int Print()
    {
        using ECDsa key = BenchmarkInputs.CreateKey();
        using EngineSession session = new();
        Console.WriteLine("| Threads | The platform's signatures | Tokens down a pipeline | Rate, to as many times one thread's signatures |");
        Console.WriteLine("|---:|---:|---:|---:|");
        double one = double.MaxValue;
        foreach (int threads in Enumerable.Range(1, Environment.ProcessorCount))
        {
            (double platform, double ours) = (double.MaxValue, double.MaxValue);
            for (int turn = 0; turn < Turns; turn++)
            {
                platform = Math.Min(platform, Sign(threads).TotalMicroseconds / Count);
                TimeSpan clock = session.Time(
                    $"param($record, $key) Write-Repeatedly $record {Count} | New-IvsPlaybackToken -PrivateKey $key -ThrottleLimit {threads} | Out-Null",
                    BenchmarkInputs.IvsChannelArn,
                    key).Clock;
                ours = Math.Min(ours, clock.TotalMicroseconds / Count);
            }

            one = threads == 1 ? platform : one;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {threads} | {platform:N0} µs | {ours:N0} µs | {one / threads / ours:N2} |"));
        }

        return 0;
    }

    private static TimeSpan Sign(int threads)
    {
        byte[] signingInput = new byte[200];
        List<Thread> running = [];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < threads; i++)
        {
            Thread thread = new(() =>
            {
                using ECDsa key = BenchmarkInputs.CreateKey();
                for (int n = 0; n < Count / threads; n++)
                {
                    _ = key.SignData(signingInput, HashAlgorithmName.SHA384);
                }
            });
            thread.Start();
            running.Add(thread);
        }

        running.ForEach(static t => t.Join());
        return Stopwatch.GetElapsedTime(start);
    }
}
