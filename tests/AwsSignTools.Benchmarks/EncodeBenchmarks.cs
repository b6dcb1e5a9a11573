using System;
using System.Collections.Generic;
using System.IO.Hashing;
using AwsSignTools.EventStream;
using BenchmarkDotNet.Attributes;
using Sdk = Amazon.Runtime.EventStreams;

namespace AwsSignTools.Benchmarks;

/// <summary>A message framed and not signed, beside its floor, one copy and a CRC-32 of the frame, and AWSSDK.Core's codec.</summary>
[MemoryDiagnoser]
public class EncodeBenchmarks
{
    private readonly List<Sdk.IEventStreamHeader> _sdkHeaders = [];
    private byte[] _payload = [];
    private byte[] _copy = [];
    private EventStreamFramer _framer = null!;

    /// <summary>The length of the payload: 100 ms of 16 kHz audio, and 16 KiB.</summary>
    [Params(3200, 16384)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _payload = BenchmarkInputs.Bytes(Length);
        _framer = new EventStreamFramer(BenchmarkInputs.Headers());
        foreach ((string name, string value) in BenchmarkInputs.HeaderTexts)
        {
            Sdk.EventStreamHeader header = new(name);
            header.SetString(value);
            _sdkHeaders.Add(header);
        }

        byte[] frame = Frame().Bytes;
        _copy = new byte[frame.Length];
        Agreement.Require(AwsSdk().AsSpan().SequenceEqual(frame), "AWSSDK.Core's frame is another.");
    }

    [Benchmark(Baseline = true)]
    public uint Floor()
    {
        _payload.CopyTo(_copy, 0);
        return Crc32.HashToUInt32(_copy);
    }

    [Benchmark]
    public EventStreamFrame Frame() => _framer.Frame(_payload, BenchmarkInputs.Time);

    [Benchmark]
    public byte[] AwsSdk() => new Sdk.EventStreamMessage(_sdkHeaders, _payload).ToByteArray();
}
