using System;
using System.IO.Hashing;
using AwsSignTools.EventStream;
using BenchmarkDotNet.Attributes;

namespace AwsSignTools.Benchmarks;

/// <summary>A stream of frames decoded, beside its floor, a CRC-32 over the same bytes, and AWSSDK.Core's codec.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    internal const int Frames = 16;

    private byte[] _frame = [];
    private byte[] _stream = [];

    /// <summary>The length of each payload, in bytes.</summary>
    [Params(3200, 16384)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _frame = EventStreamEncoder.Encode(new RawMessage(BenchmarkInputs.Headers(), BenchmarkInputs.Bytes(Length)));
        _stream = new byte[Frames * _frame.Length];
        for (int i = 0; i < Frames; i++)
        {
            _frame.CopyTo(_stream, i * _frame.Length);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Frames)]
    public uint Floor()
    {
        uint crc = 0;
        for (int i = 0; i < Frames; i++)
        {
            crc ^= Crc32.HashToUInt32(_stream.AsSpan(i * _frame.Length, _frame.Length - 4));
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
            // Always from 0: the SDK's codec misreads a frame at any other offset.
            length += Amazon.Runtime.EventStreams.EventStreamMessage.FromBuffer(_frame, 0, _frame.Length).Payload.Length;
        }

        return length;
    }
}
