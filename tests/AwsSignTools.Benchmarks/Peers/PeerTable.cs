using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace AwsSignTools.Benchmarks.Peers;

/// <summary>
/// One table of ours, .NET's peers and npm's: each of the three in processes of its own, one after another, some times over, and the best of
/// each contestant counts.
/// </summary>
internal static class PeerTable
{
    private const int Passes = 2;

    /// <summary>Measures, and prints the table. Without node it is .NET's alone.</summary>
    public static int Print()
    {
        List<PeerRow> rows = [];
        string netStandard = Variant.BuildNetStandard();
        string inputs = Path.GetTempFileName();
        try
        {
            File.WriteAllText(inputs, PeerInputs.ToJson());
            for (int pass = 0; pass < Passes; pass++)
            {
                Console.Error.WriteLine($"Pass {pass + 1} of {Passes}.");
                rows.AddRange(Run("dotnet", typeof(PeerTable).Assembly.Location, "measure"));
                rows.AddRange(Run("dotnet", netStandard, "measure")
                    .Where(static r => r.Who == PeerTasks.Ours)
                    .Select(static r => r with { Who = r.Who + ", netstandard2.0 build" }));
                rows.AddRange(RunNode(inputs));
            }
        }
        finally
        {
            File.Delete(inputs);
        }

        Write(rows);
        return 0;
    }

    private static List<PeerRow> RunNode(string inputs)
    {
        try
        {
            if (!Directory.Exists(Path.Combine(ProjectFile.Peers, "node_modules")))
            {
                Console.Error.WriteLine("npm gets its packages.");
                _ = Run("npm", "ci", "--prefix", ProjectFile.Peers, "--no-audit", "--no-fund", "--loglevel", "error");
            }

            return Run("node", Path.Combine(ProjectFile.Peers, "run.mjs"), inputs);
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine($"npm's peers are left out. {e.Message} Where node is, npm ci in {ProjectFile.Peers} gets them.");
            return [];
        }
    }

    private static List<PeerRow> Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        List<PeerRow> rows = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (PeerRow.Parse(line) is { } row)
            {
                rows.Add(row);
            }
        }

        process.WaitForExit();
        Agreement.Require(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        return rows;
    }

    private static void Write(IReadOnlyList<PeerRow> rows)
    {
        Console.WriteLine("| Task | Who | Time | To ours | To the floor | Allocated |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|");
        foreach (IGrouping<string, PeerRow> task in rows.GroupBy(static r => r.Task))
        {
            List<PeerRow> best = [.. task.GroupBy(static r => r.Who).Select(static g => g.MinBy(static r => r.Nanoseconds)!)];
            double ours = best.Single(static r => r.Who == PeerTasks.Ours).Nanoseconds;
            double floor = best.Single(static r => r.Who == PeerTasks.Floor).Nanoseconds;
            foreach (PeerRow row in best)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Task} | {row.Who} | {row.Nanoseconds / 1000:N2} µs | {row.Nanoseconds / ours:N2} | {row.Nanoseconds / floor:N2} | {row.Bytes:N0} |"));
            }
        }
    }
}
