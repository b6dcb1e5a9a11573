using System;
using System.Security.Cryptography;
using AwsSignTools.Ivs;
using BenchmarkDotNet.Attributes;

namespace AwsSignTools.Benchmarks;

/// <summary>A playback token beside its floor: one ES384 signature of the platform over as many bytes.</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly byte[] _signature = new byte[96];
    private byte[] _signingInput = [];
    private IvsPlaybackTokenSigner _signer = null!;

    [GlobalSetup]
    public void Setup()
    {
        _signer = new IvsPlaybackTokenSigner(_key);
        _signingInput = new byte[Token().Token.LastIndexOf('.')];
    }

    [GlobalCleanup]
    public void Cleanup() => _key.Dispose();

    [Benchmark(Baseline = true)]
    public bool Floor() => _key.TrySignData(
        _signingInput, _signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out _);

    [Benchmark]
    public IvsPlaybackToken Token() => _signer.Sign(
        new IvsPlaybackTokenRequest("arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh", Time.AddSeconds(300)) { ViewerId = "viewer-1" },
        Time);
}
