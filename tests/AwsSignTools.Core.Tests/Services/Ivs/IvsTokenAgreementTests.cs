using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Keys;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Keys;
using AwsSignTools.Services.Ivs;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AwsSignTools.Core.Tests.Services.Ivs;

/// <summary>Whether a signature is the key's: ours says what Microsoft.IdentityModel says, of generated tokens, valid and tampered with.</summary>
public sealed class IvsTokenAgreementTests : IDisposable
{
    private readonly ECDsa _key = HandMade.NewKey();
    private readonly ECDsa _other = EcPrivateKeyReader.Read(TestKeys.WithParameters);

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Generated_tokens_are_judged_as_Microsoft_IdentityModel_judges_them()
    {
        const int Count = 520;
        TokenValidationParameters validation = new()
        {
            IssuerSigningKey = new ECDsaSecurityKey(_key),
            ValidAlgorithms = ["ES384"],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        int[] verdicts = new int[2];
        for (int seed = 0; seed < Count; seed++)
        {
            Random random = new(seed);
            string token = Tampered(random, Generate(random));

            bool expected = (await new JsonWebTokenHandler().ValidateTokenAsync(token, validation)).IsValid;
            IvsPlaybackTokenReport report = IvsPlaybackTokenInspector.Inspect(token, HandMade.Now, _key);

            Assert.True(expected == report.SignatureValid, $"seed {seed}: {token}");
            Assert.True(expected || !report.Valid, $"seed {seed}: {token}");
            verdicts[expected ? 1 : 0]++;
        }

        Assert.All(verdicts, static n => Assert.InRange(n, 150, Count));
    }

    private string Generate(Random random)
    {
        ECDsa key = random.Next(10) == 0 ? _other : _key;
        string viewer = Generated.Name(random, 40);
        switch (random.Next(3))
        {
            case 0:
                return new IvsPlaybackTokenSigner(key).Sign(new IvsPlaybackTokenRequest(HandMade.Channel, HandMade.Now.AddMinutes(5)) { ViewerId = viewer }, HandMade.Now).Token;
            case 1:
                return HandMade.Token(HandMade.Claims(viewer: $"\"{viewer}\""), key: key);
            default:
                return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
                    new SecurityTokenDescriptor
                    {
                        Claims = new Dictionary<string, object> { ["aws:channel-arn"] = HandMade.Channel, ["aws:viewer-id"] = viewer },
                        Expires = HandMade.Now.AddMinutes(5).UtcDateTime,
                        SigningCredentials = new SigningCredentials(
                            new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, "ES384"),
                    });
        }
    }

    // A half stays as it is. The header is left alone: what is wrong there is no matter of the signature to both.
    private static string Tampered(Random random, string token)
    {
        string[] parts = token.Split('.');
        byte[] claims = Base64UrlEncoder.DecodeBytes(parts[1]);
        byte[] signature = Base64UrlEncoder.DecodeBytes(parts[2]);
        switch (random.Next(16))
        {
            case 0:
                claims[Array.IndexOf(claims, (byte)'u') + random.Next(8)] ^= 1;
                break;
            case 1:
                signature[random.Next(96)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                signature.AsSpan(random.Next(2) * 48, 48).Clear();
                break;
            case 3:
                signature.AsSpan(random.Next(2) * 48, 48).Fill(0xFF);
                break;
            case 4:
                signature = signature[..random.Next(96)];
                break;
            case 5:
                signature = [.. signature, .. new byte[random.Next(1, 50)]];
                break;
            case 6:
                signature = ToDer(signature);
                break;
            case 7:
                signature = [.. signature[48..], .. signature[..48]];
                break;
            default:
                return token;
        }

        return $"{parts[0]}.{HandMade.Encode(claims)}.{HandMade.Encode(signature)}";
    }

    private static byte[] ToDer(byte[] raw)
    {
        System.Formats.Asn1.AsnWriter writer = new(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new System.Numerics.BigInteger(raw.AsSpan(0, 48), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new System.Numerics.BigInteger(raw.AsSpan(48), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
