using System;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Keys;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AwsSignTools.Core.Tests.Keys;

public class Es384JwsTests
{
    [Fact]
    public void A_token_of_any_payload_is_its_header_payload_and_signature()
    {
        using ECDsa key = EcPrivateKeyReader.Read(TestKeys.Sec1);
        for (int seed = 0; seed < 100; seed++)
        {
            byte[] payload = Generated.Bytes(new Random(seed), 400);

            string token = Es384Jws.Sign(payload, key);

            string[] parts = token.Split('.');
            byte[] signature = Base64UrlEncoder.DecodeBytes(parts[2]);
            Assert.True(parts.Length == 3, $"seed {seed}");
            Assert.True(parts[0] == "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9", $"seed {seed}");
            Assert.True(parts[1] == Base64UrlEncoder.Encode(payload), $"seed {seed}");
            Assert.True(signature.Length == 96, $"seed {seed}");
            Assert.True(
                key.VerifyData(
                    Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                $"seed {seed}");
        }
    }

    [Fact]
    public void A_key_whose_signature_has_another_length_is_refused()
    {
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);

        _ = Refused.As("PrivateKeyUnusable", "PrivateKey", () => Es384Jws.Sign("{}"u8, p256));
        _ = Refused.As("PrivateKeyUnusable", "PrivateKey", () => Es384Jws.Sign("{}"u8, p521));
    }
}
