using System;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Kvs;
using AwsSignTools.SigV4;
using BenchmarkDotNet.Attributes;

namespace AwsSignTools.Benchmarks;

/// <summary>
/// A viewer's signaling URL beside its floor: SHA-256 of the very canonical request and HMAC-SHA-256 of the very string to sign, with the
/// key at hand. Nobody can make the URL with less.
/// </summary>
[MemoryDiagnoser]
public class PresignBenchmarks
{
    private const string ChannelArn = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123";
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly byte[] _key = new byte[32];
    private readonly byte[] _hash = new byte[32];
    private AwsCredential _credential = null!;
    private byte[] _canonicalRequest = [];
    private byte[] _stringToSign = [];

    /// <summary>The length of the session token: none, or that of an assumed role.</summary>
    [Params(0, 800)]
    public int TokenLength { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        string? token = TokenLength == 0 ? null : Convert.ToBase64String(RandomNumberGenerator.GetBytes(TokenLength * 3 / 4));
        _credential = new AwsCredential("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", token);
        SignedUrl url = Url();
        _canonicalRequest = Encoding.UTF8.GetBytes(url.CanonicalRequest);
        _stringToSign = Encoding.UTF8.GetBytes(url.StringToSign);
        Console.WriteLine($"// The URL takes {url.Url.Length * 2} bytes as a string.");
    }

    [Benchmark(Baseline = true)]
    public void Floor()
    {
        _ = SHA256.HashData(_canonicalRequest, _hash);
        _ = HMACSHA256.HashData(_key, _stringToSign, _hash);
    }

    [Benchmark]
    public SignedUrl Url() => KvsSignalingSigner.Sign(
        KvsSignalingRequest.FromParts("wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com", ChannelArn, "d7d1c6e2-9cb0-4d61-bea9-ecb3d3816557"),
        _credential,
        Time);
}
