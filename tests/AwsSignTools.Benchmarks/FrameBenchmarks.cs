using System;
using System.IO.Hashing;
using System.Security.Cryptography;
using AwsSignTools.EventStream;
using AwsSignTools.SigV4;
using BenchmarkDotNet.Attributes;

namespace AwsSignTools.Benchmarks;

/// <summary>
/// A signed frame around a framed message, beside its floor: one copy, a CRC-32 of the inner and of the outer frame, SHA-256 of the inner
/// frame and one HMAC, over as many bytes.
/// </summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly byte[] _key = new byte[32];
    private readonly byte[] _hash = new byte[32];
    private readonly byte[] _stringToSign = new byte[300];
    private byte[] _payload = [];
    private byte[] _copy = [];
    private EventStreamFramer _framer = null!;

    /// <summary>The length of the payload: 100 ms of 16 kHz audio, and 16 KiB.</summary>
    [Params(3200, 16384)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _payload = RandomNumberGenerator.GetBytes(Length);
        EventStreamHeader[] headers =
        [
            new(":content-type", EventStreamHeaderValue.FromString("application/octet-stream")),
            new(":event-type", EventStreamHeaderValue.FromString("AudioEvent")),
            new(":message-type", EventStreamHeaderValue.FromString("event")),
        ];
        AwsCredential credential = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        _framer = new EventStreamFramer(headers, new EventStreamSigner(credential, "us-east-1", "transcribe", new byte[32]));
        _copy = new byte[_framer.Frame(_payload, Time).Length];
    }

    [Benchmark(Baseline = true)]
    public uint Floor()
    {
        _payload.CopyTo(_copy, 0);
        uint crc = Crc32.HashToUInt32(_copy.AsSpan(83)) ^ Crc32.HashToUInt32(_copy);
        _ = SHA256.HashData(_copy.AsSpan(79, _copy.Length - 83), _hash);
        _ = HMACSHA256.HashData(_key, _stringToSign, _hash);
        return crc;
    }

    [Benchmark]
    public EventStreamFrame Frame() => _framer.Frame(_payload, Time);
}
