using System.IO.Hashing;
using System.Security.Cryptography;
using AwsSignTools.EventStream;
using BenchmarkDotNet.Attributes;

namespace AwsSignTools.Benchmarks;

/// <summary>
/// A signed frame around a framed message, beside its floor: two copies, a CRC-32 of the inner and of the outer frame, SHA-256 of the inner
/// frame and one HMAC, over as many bytes.
/// </summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private readonly byte[] _key = new byte[32];
    private readonly byte[] _hash = new byte[32];
    private readonly byte[] _stringToSign = new byte[300];
    private byte[] _payload = [];
    private byte[] _inner = [];
    private byte[] _outer = [];
    private EventStreamFramer _framer = null!;

    /// <summary>The length of the payload: 100 ms of 16 kHz audio, and 16 KiB.</summary>
    [Params(3200, 16384)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _payload = BenchmarkInputs.Bytes(Length);
        _framer = new EventStreamFramer(BenchmarkInputs.Headers(), BenchmarkInputs.StreamSigner());
        _outer = new byte[_framer.Frame(_payload, BenchmarkInputs.Time).Length];
        _inner = new byte[new EventStreamFramer(BenchmarkInputs.Headers()).Frame(_payload, BenchmarkInputs.Time).Length];
    }

    [Benchmark(Baseline = true)]
    public uint Floor()
    {
        _payload.CopyTo(_inner, 0);
        _inner.CopyTo(_outer, 0);
        uint crc = Crc32.HashToUInt32(_inner) ^ Crc32.HashToUInt32(_outer);
        _ = SHA256.HashData(_inner, _hash);
        _ = HMACSHA256.HashData(_key, _stringToSign, _hash);
        return crc;
    }

    [Benchmark]
    public EventStreamFrame Frame() => _framer.Frame(_payload, BenchmarkInputs.Time);
}
