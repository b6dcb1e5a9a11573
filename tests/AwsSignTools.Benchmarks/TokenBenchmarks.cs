using System.Collections.Generic;
using System.Security.Cryptography;
using AwsSignTools.Services.Ivs;
using BenchmarkDotNet.Attributes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AwsSignTools.Benchmarks;

/// <summary>
/// A playback token beside Microsoft.IdentityModel's, and beside its floor: one ES384 signature of the platform over as many bytes.
/// </summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private readonly ECDsa _key = BenchmarkInputs.CreateKey();
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly byte[] _signature = new byte[96];
    private byte[] _signingInput = [];
    private IvsPlaybackTokenSigner _signer = null!;
    private SigningCredentials _credentials = null!;

    [GlobalSetup]
    public void Setup()
    {
        _signer = new IvsPlaybackTokenSigner(_key);
        // A factory of its own, which keeps the signer as the shared one does, and not beyond the key's life.
        ECDsaSecurityKey key = new(_key) { CryptoProviderFactory = new CryptoProviderFactory() };
        _credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha384);
        _signingInput = new byte[Token().Token.LastIndexOf('.')];
    }

    [GlobalCleanup]
    public void Cleanup() => _key.Dispose();

    [Benchmark(Baseline = true)]
    public bool Floor() => _key.TrySignData(
        _signingInput, _signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out _);

    [Benchmark]
    public IvsPlaybackToken Token() => _signer.Sign(
        new IvsPlaybackTokenRequest(BenchmarkInputs.IvsChannelArn, BenchmarkInputs.Time.AddSeconds(300)) { ViewerId = BenchmarkInputs.ViewerId },
        BenchmarkInputs.Time);

    // The claims of ours.
    [Benchmark]
    public string IdentityModel() => _handler.CreateToken(new SecurityTokenDescriptor
    {
        SigningCredentials = _credentials,
        Expires = BenchmarkInputs.Time.AddSeconds(300).UtcDateTime,
        Claims = new Dictionary<string, object>
        {
            ["aws:channel-arn"] = BenchmarkInputs.IvsChannelArn,
            ["aws:viewer-id"] = BenchmarkInputs.ViewerId,
        },
    });
}
