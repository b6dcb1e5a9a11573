using System;
using System.IO;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.EndToEnd;

/// <summary>A stream of any length goes through the cmdlets in little memory.</summary>
public sealed class MemoryTests : IDisposable
{
    private const int MiB = 1 << 20;
    private const int ChunkLength = 8192;

    private readonly PowerShellSession _session = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(64, "ConvertTo-EventStreamFrame -Path $path -AsByteStream | ConvertFrom-EventStreamFrame")]
    [InlineData(
        16,
        "ConvertTo-EventStreamFrame -Path $path -EventType AudioEvent -Service transcribe -Region us-east-1 -PriorSignature " + Sample.Seed + " " + Sample.Keys
        + " | ConvertFrom-EventStreamFrame -Service transcribe -Region us-east-1 " + Sample.Keys + " | ConvertTo-EventStreamFrame -AsByteStream | ConvertFrom-EventStreamFrame")]
    public void A_long_file_goes_through_and_little_of_it_is_in_memory_at_a_time(int length, string script)
    {
        string path = _folder.PathOf("long.raw");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(length * MiB);
        }

        // What is in memory, and not what the collector has left lying: that would be as much as the machine has room for.
        Live live = new();
        PSObject count = _session.Single(
            "param($path, $live) $count = 0; $bytes = 0; " + script
            + " | ForEach-Object { $bytes += $_.Payload.Length; if (++$count % 1024 -eq 0) { $live.Sample() } }; \"$count $bytes\"",
            path,
            live);

        Assert.Equal($"{length * MiB / ChunkLength} {length * MiB}", count.ToString());
        Assert.Equal(length * MiB / ChunkLength / 1024, live.Samples);
        Assert.InRange(live.Peak, 0, 8 * MiB);
    }

    /// <summary>The most bytes that were in use above those at the start. Public, since a script calls it.</summary>
    public sealed class Live
    {
        private readonly long _start = GC.GetTotalMemory(forceFullCollection: true);

        /// <summary>The most so far.</summary>
        public long Peak { get; private set; }

        /// <summary>How often it was looked at.</summary>
        public int Samples { get; private set; }

        /// <summary>Looks at it.</summary>
        public void Sample()
        {
            Samples++;
            Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true) - _start);
        }
    }
}
