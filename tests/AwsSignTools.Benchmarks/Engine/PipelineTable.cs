using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using AwsSignTools.EventStream;
using AwsSignTools.Services.Ivs;
using AwsSignTools.Services.Kvs;
using AwsSignTools.SigV4;

namespace AwsSignTools.Benchmarks.Engine;

/// <summary>
/// What a record costs down a pipeline of the engine: our cmdlet, one that binds the same parameters and writes one object, and Core alone, in
/// turns in one process. The processor's time counts, and the best turn of each.
/// </summary>
internal static class PipelineTable
{
    private const int Turns = 7;

    // Of the first turns the engine compiles the script and the runtime the code, for good.
    private const int WarmUps = 3;
    private const string Keys = $"-AccessKey {BenchmarkInputs.AccessKey} -SecretKey {BenchmarkInputs.SecretKey}";
    private const string Signed = "-Service transcribe -Region us-east-1 -PriorSignature 0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Measures, and prints the table.</summary>
    /// <param name="filter">A part of the names of the tasks to measure; null for all.</param>
    public static int Print(string? filter)
    {
        using ECDsa key = BenchmarkInputs.CreateKey();
        using EngineSession session = new();
        Console.WriteLine("| Records | Count | Doing nothing | Core | Ours | Ours to both |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (PipelineTask task in Tasks(key).Where(t => filter is null || t.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (int count in task.Counts)
            {
                object[] records = [.. session.Run($"param($count, $payload) for ($i = 0; $i -lt $count; $i++) {{ {task.Record} }}", count, BenchmarkInputs.Bytes(3200))];
                (double nothing, double core, double ours) = Best(session, task, records, key);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {task.Name} | {count:N0} | {nothing:N2} µs | {core:N2} µs | {ours:N2} µs | {ours / (nothing + core):N2} |"));
            }
        }

        return 0;
    }

    private static (double Nothing, double Core, double Ours) Best(EngineSession session, PipelineTask task, object[] records, ECDsa key)
    {
        (double nothing, double core, double ours) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (int turn = -WarmUps; turn < Turns; turn++)
        {
            double its = PerRecord(task.Nothing);
            double cores = PerCall(task.Core, records.Length);
            double our = PerRecord(task.Ours);
            if (turn >= 0)
            {
                (nothing, core, ours) = (Math.Min(nothing, its), Math.Min(core, cores), Math.Min(ours, our));
            }
        }

        return (nothing, core, ours);

        double PerRecord(string command) =>
            session.Time($"param($records, $key) $records | {command} | Out-Null", records, key).Processor.TotalMicroseconds / records.Length;
    }

    private static double PerCall(Action core, int count)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < count; i++)
        {
            core();
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / count;
    }

    private static IEnumerable<PipelineTask> Tasks(ECDsa key)
    {
        AwsCredential credential = BenchmarkInputs.Credential();
        byte[] payload = BenchmarkInputs.Bytes(3200);
        EventStreamFramer framer = new(BenchmarkInputs.Headers());
        EventStreamFramer signingFramer = new(BenchmarkInputs.Headers(), BenchmarkInputs.StreamSigner());
        IvsPlaybackTokenSigner signer = new(key);
        yield return new PipelineTask(
            "New-KvsSignedUrl, properties",
            $"New-KvsSignedUrl {Keys}",
            $"New-NothingUrl {Keys}",
            $"[pscustomobject]@{{ Endpoint = '{BenchmarkInputs.Endpoint}'; ChannelArn = '{BenchmarkInputs.ChannelArn}'; ClientId = \"viewer-$i\" }}",
            () => KvsSignalingSigner.Sign(
                KvsSignalingRequest.FromParts(BenchmarkInputs.Endpoint, BenchmarkInputs.ChannelArn, "viewer-1"), credential, DateTimeOffset.UtcNow),
            10_000,
            100_000);
        string whole = $"{BenchmarkInputs.Endpoint}/?X-Amz-ChannelARN={Uri.EscapeDataString(BenchmarkInputs.ChannelArn)}&X-Amz-ClientId=viewer-";
        yield return new PipelineTask(
            "New-KvsSignedUrl, whole URLs",
            $"New-KvsSignedUrl {Keys}",
            $"New-NothingUrl {Keys}",
            $"\"{whole}$i\"",
            () => KvsSignalingSigner.Sign(KvsSignalingRequest.FromUri(whole + "1"), credential, DateTimeOffset.UtcNow),
            10_000,
            100_000);
        yield return new PipelineTask(
            "ConvertTo-EventStreamFrame, 3,200 bytes",
            "ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType application/octet-stream",
            "ConvertTo-NothingFrame -EventType AudioEvent -ContentType application/octet-stream",
            ", $payload",
            () => framer.Frame(payload, DateTimeOffset.UtcNow),
            10_000,
            100_000);
        yield return new PipelineTask(
            "ConvertTo-EventStreamFrame, 3,200 bytes, signed",
            $"ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType application/octet-stream {Signed} {Keys}",
            $"ConvertTo-NothingFrame -EventType AudioEvent -ContentType application/octet-stream {Signed} {Keys}",
            ", $payload",
            () => signingFramer.Frame(payload, DateTimeOffset.UtcNow),
            10_000,
            100_000);
        yield return new PipelineTask(
            "New-IvsPlaybackToken",
            "New-IvsPlaybackToken -PrivateKey $key",
            "New-NothingToken -PrivateKey $key",
            $"[pscustomobject]@{{ ChannelArn = '{BenchmarkInputs.IvsChannelArn}'; ViewerId = \"viewer-$i\" }}",
            () => signer.Sign(
                new IvsPlaybackTokenRequest(BenchmarkInputs.IvsChannelArn, BenchmarkInputs.Time.AddSeconds(300)) { ViewerId = BenchmarkInputs.ViewerId },
                BenchmarkInputs.Time),
            1_000);
    }
}
