using System;
using System.IO.Hashing;
using System.Security.Cryptography;
using AwsSignTools.EventStream;
using BenchmarkDotNet.Attributes;

namespace AwsSignTools.Benchmarks;

/// <summary>A stream of frames decoded, beside its floor, a CRC-32 over the same bytes, and AWSSDK.Core's codec.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private const int Frames = 16;

    private byte[] _stream = [];
    private int _frameLength;

    /// <summary>The length of each payload, in bytes.</summary>
    [Params(3200, 16384)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        EventStreamHeader[] headers =
        [
            new(":content-type", EventStreamHeaderValue.FromString("application/octet-stream")),
            new(":event-type", EventStreamHeaderValue.FromString("AudioEvent")),
            new(":message-type", EventStreamHeaderValue.FromString("event")),
        ];
        byte[] frame = EventStreamEncoder.Encode(new RawMessage(headers, RandomNumberGenerator.GetBytes(Length)));
        _frameLength = frame.Length;
        _stream = new byte[Frames * frame.Length];
        for (int i = 0; i < Frames; i++)
        {
            frame.CopyTo(_stream, i * frame.Length);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Frames)]
    public uint Floor()
    {
        uint crc = 0;
        for (int i = 0; i < Frames; i++)
        {
            crc ^= Crc32.HashToUInt32(_stream.AsSpan(i * _frameLength, _frameLength - 4));
        }

        return crc;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public long Decode()
    {
        EventStreamDecoder decoder = new();
        decoder.Append(_stream);
        long length = 0;
        while (decoder.TryRead(out DecodedFrame? frame))
        {
            length += frame.Message.Payload.Length;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public long AwsSdk()
    {
        long length = 0;
        for (int i = 0; i < Frames; i++)
        {
            length += Amazon.Runtime.EventStreams.EventStreamMessage.FromBuffer(_stream, i * _frameLength, _frameLength).Payload.Length;
        }

        return length;
    }
}
