using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using AwsSignTools.EventStream;
using AwsSignTools.Services.Ivs;
using AwsSignTools.Services.Kvs;

namespace AwsSignTools.Benchmarks.Engine;

/// <summary>
/// Each cmdlet over 1, 10 and 100 thousand records, those that are quick over a million: the time, and the most memory. Each line is a process of its
/// own, warmed up; the records come one by one, and what is made is dropped.
/// </summary>
internal static class ScaleTable
{
    private const string Keys = $"-AccessKey {BenchmarkInputs.AccessKey} -SecretKey {BenchmarkInputs.SecretKey}";
    private const string Signed = "-Service transcribe -Region us-east-1 -PriorSignature 0000000000000000000000000000000000000000000000000000000000000000";
    private const int WarmUps = 3;
    private const int Quick = 1_000_000;
    private const int Slow = 10_000;

    // The command, the PowerShell expression of the record that is sent again and again, and the most records in reach.
    private static readonly (string Command, string Record, int Most)[] Tasks =
    [
        ($"New-KvsSignedUrl {Keys}", "[pscustomobject]@{ Endpoint = $endpoint; ChannelArn = $arn; ClientId = 'viewer-1' }", Quick),
        ($"New-ChimeConnectUrl {Keys}", "[pscustomobject]@{ Url = 'node001.ue1.ws-messaging.chime.aws'; UserArn = 'arn:aws:chime:us-east-1:123456789012:app-instance/4d2b9a3e-1a2b-4c3d-8e9f-a1b2c3d4e5f6/user/me' }", Quick),
        ($"New-AwsSignedUrl {Keys}", "'https://my-bucket.s3.eu-central-1.amazonaws.com/calls/1.pcm'", Quick),
        ($"New-AwsSignedRequest -Service sts -Region us-east-1 {Keys}", "'https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15'", Quick),
        ($"Test-AwsSignedUrl {Keys}", "$url", Quick),
        ("ConvertTo-EventStreamFrame -EventType AudioEvent", ", $payload", Quick),
        ($"ConvertTo-EventStreamFrame -EventType AudioEvent {Signed} {Keys}", ", $payload", Quick),
        ("ConvertFrom-EventStreamFrame", ", $frame", Quick),
        ("New-IvsPlaybackToken -PrivateKey $key", "$ivsArn", Slow),
        ("New-IvsPlaybackToken -PrivateKey $key -ThrottleLimit 2", "$ivsArn", Slow),
        ("Test-IvsPlaybackToken -PublicKey $key", "$token", Slow),
    ];

    /// <summary>Measures each in a process of its own, and prints the table.</summary>
    /// <param name="most">The most records.</param>
    public static int Print(int most)
    {
        Console.WriteLine("| Command | Records | Time | Processor, each | Most managed memory | Most memory of the process |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        for (int task = 0; task < Tasks.Length; task++)
        {
            for (int count = 1000; count <= Math.Min(most, Tasks[task].Most); count *= 10)
            {
                using Process process = Process.Start(
                    "dotnet", [typeof(ScaleTable).Assembly.Location, "scale-one", task.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture)]);
                process.WaitForExit();
                Agreement.Require(process.ExitCode == 0, $"{Tasks[task].Command} failed.");
            }
        }

        return 0;
    }

    /// <summary>One line of the table.</summary>
    /// <param name="task">The command's place among the tasks.</param>
    /// <param name="count">How many records.</param>
    public static int PrintOne(int task, int count)
    {
        (string command, string record, _) = Tasks[task];
        using ECDsa key = BenchmarkInputs.CreateKey();
        using EngineSession session = new();
        Dictionary<string, object> variables = new()
        {
            ["key"] = key,
            ["endpoint"] = BenchmarkInputs.Endpoint,
            ["arn"] = BenchmarkInputs.ChannelArn,
            ["ivsArn"] = BenchmarkInputs.IvsChannelArn,
            ["payload"] = BenchmarkInputs.Bytes(3200),
            ["frame"] = new EventStreamFramer(BenchmarkInputs.Headers()).Frame(BenchmarkInputs.Bytes(3200), BenchmarkInputs.Time).Bytes,
            ["url"] = KvsSignalingSigner.Sign(
                KvsSignalingRequest.FromParts(BenchmarkInputs.Endpoint, BenchmarkInputs.ChannelArn, BenchmarkInputs.ClientId),
                BenchmarkInputs.Credential(),
                DateTimeOffset.UtcNow).Url,
            ["token"] = new IvsPlaybackTokenSigner(key).Sign(
                new IvsPlaybackTokenRequest(BenchmarkInputs.IvsChannelArn, DateTimeOffset.UtcNow.AddDays(1)), DateTimeOffset.UtcNow).Token,
        };
        string script = "param($v, $count) " + string.Concat(variables.Keys.Select(static name => $"${name} = $v['{name}']; "))
            + $"$record = & {{ {record} }}; Write-Repeatedly $record $count | {command} | Out-Null";
        for (int i = 0; i < WarmUps; i++)
        {
            _ = session.Run(script, variables, Tasks[task].Most == Slow ? 100 : 5000);

            // The runtime compiles for good what it has seen often, once there is a pause.
            Thread.Sleep(300);
        }

        long managed = 0;
        using Timer timer = new(_ => managed = Math.Max(managed, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 5);
        (TimeSpan processor, TimeSpan clock) = session.Time(script, variables, count);
        using Process process = Process.GetCurrentProcess();
        long peak = Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {command.Replace(Keys, string.Empty, StringComparison.Ordinal).Replace(Signed, "-PriorSignature …", StringComparison.Ordinal).Trim()} | {count:N0} | {clock.TotalSeconds:N2} s | {processor.TotalMicroseconds / count:N1} µs | {managed >> 20} MiB | {peak >> 20} MiB |"));
        return 0;
    }
}
