using System;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using AwsSignTools.Services.Kvs;
using AwsSignTools.SigV4;
using BenchmarkDotNet.Attributes;

namespace AwsSignTools.Benchmarks;

/// <summary>
/// A viewer's signaling URL beside AWSSDK.Core's presigner, and beside its floor: SHA-256 of the very canonical request and HMAC-SHA-256 of
/// the very string to sign, with the key at hand: the one-shot calls of the platform.
/// </summary>
[MemoryDiagnoser]
public class PresignBenchmarks
{
    private readonly byte[] _key = new byte[32];
    private readonly byte[] _hash = new byte[32];
    private AwsCredential _credential = null!;
    private byte[] _canonicalRequest = [];
    private byte[] _stringToSign = [];
    private string _unsigned = string.Empty;
    private AWSSigV4Parameters _sdkParameters = null!;

    /// <summary>The length of the session token: none, or that of an assumed role.</summary>
    [Params(0, 800)]
    public int TokenLength { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _credential = BenchmarkInputs.Credential(TokenLength);
        SignedUrl url = Url();
        _canonicalRequest = Encoding.UTF8.GetBytes(url.CanonicalRequest);
        _stringToSign = Encoding.UTF8.GetBytes(url.StringToSign);
        _unsigned = $"{BenchmarkInputs.Endpoint}/?X-Amz-ChannelARN={Uri.EscapeDataString(BenchmarkInputs.ChannelArn)}&X-Amz-ClientId={BenchmarkInputs.ClientId}";
        _sdkParameters = new AWSSigV4Parameters
        {
            Credentials = TokenLength == 0
                ? new BasicAWSCredentials(BenchmarkInputs.AccessKey, BenchmarkInputs.SecretKey)
                : new SessionAWSCredentials(BenchmarkInputs.AccessKey, BenchmarkInputs.SecretKey, BenchmarkInputs.SessionToken(TokenLength)),
            Region = RegionEndpoint.USWest2,
            Service = "kinesisvideo",
            SignedAt = BenchmarkInputs.Time.UtcDateTime,
        };
        Agreement.Require(AwsSdk().OriginalString.Contains(url.Signature, StringComparison.Ordinal), "AWSSDK.Core's signature is another.");
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
        KvsSignalingRequest.FromParts(BenchmarkInputs.Endpoint, BenchmarkInputs.ChannelArn, BenchmarkInputs.ClientId),
        _credential,
        BenchmarkInputs.Time);

    // It is given the URL with its query encoded already, which ours does itself.
    [Benchmark]
    public Uri AwsSdk() => AWSSigV4Signer.Presign(
        new AWSSigningRequest { HttpMethod = HttpMethod.Get, RequestUri = new Uri(_unsigned) }, _sdkParameters, BenchmarkInputs.Life).Uri;
}
