using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using Xunit;

namespace AwsSignTools.Core.Tests.Keys;

public sealed class EcPublicKeyReaderTests
{
    public static TheoryData<string> Readable =>
    [
        TestKeys.PublicKey,
        "\uFEFFsome text\n" + TestKeys.PublicKey.ReplaceLineEndings("\r\n") + "\nmore",
        TestKeys.PublicKey.ReplaceLineEndings("\\n"),
        TestKeys.Sec1,
        TestKeys.Pkcs8,
        TestKeys.NoPublicPoint,
        TestKeys.PublicKey + TestKeys.P256Sec1,
    ];

    [Theory]
    [MemberData(nameof(Readable))]
    public void The_key_of_a_public_or_private_PEM_is_read(string pem)
    {
        using ECDsa key = EcPublicKeyReader.Read(pem);

        ECPoint q = key.ExportParameters(includePrivateParameters: false).Q;
        Assert.Equal(TestKeys.Q, Convert.ToHexStringLower([.. q.X!, .. q.Y!]));
    }

    [Fact]
    public void An_encrypted_private_key_takes_its_passphrase()
    {
        using ECDsa key = EcPublicKeyReader.Read(TestKeys.EncryptedPkcs8Aes256, TestKeys.Passphrase);

        _ = Refused.As("PrivateKeyPassphraseMissing", static () => EcPublicKeyReader.Read(TestKeys.EncryptedPkcs8Aes256));
        _ = Refused.As("PrivateKeyPassphraseWrong", static () => EcPublicKeyReader.Read(TestKeys.EncryptedPkcs8Aes256, "x"));
    }

    [Theory]
    [InlineData("", "PublicKeyNotPem")]
    [InlineData("MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE", "PublicKeyNotPem")]
    [InlineData(TestKeys.Certificate, "PublicKeyIsCertificate")]
    [InlineData(TestKeys.RsaPublic, "PublicKeyAlgorithmInvalid")]
    [InlineData(TestKeys.RsaPkcs8, "PrivateKeyIsRsa")]
    [InlineData(TestKeys.P256Sec1, "PrivateKeyCurveInvalid")]
    [InlineData(TestKeys.OpenSsh, "PrivateKeyIsOpenSsh")]
    [InlineData("ecdsa-sha2-nistp384 AAAAE2VjZHNh x", "PublicKeyIsOpenSsh")]
    [InlineData("---- BEGIN SSH2 PUBLIC KEY ----", "PublicKeyIsOpenSsh")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMHYw", "PublicKeyMalformed")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "PublicKeyMalformed")]
    [InlineData("-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----", "PublicKeyAlgorithmInvalid")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMHYw", "PrivateKeyMalformed")]
    public void Anything_else_is_refused_in_its_own_words(string pem, string id) => _ = Refused.As(id, () => EcPublicKeyReader.Read(pem));

    [Fact]
    public void Another_curve_is_refused_by_its_name()
    {
        foreach ((ECCurve curve, string name) in new[] { (ECCurve.NamedCurves.nistP256, "P-256"), (ECCurve.NamedCurves.nistP521, "P-521") })
        {
            using ECDsa key = ECDsa.Create(curve);
            Assert.Contains(name, Refused.As("PublicKeyCurveInvalid", "PublicKey", () => EcPublicKeyReader.Read(key.ExportSubjectPublicKeyInfoPem())).Message, StringComparison.Ordinal);
            _ = Refused.As("PublicKeyCurveInvalid", "PublicKey", () => EcPublicKeyReader.CheckCurve(key));
        }
    }

    [Fact]
    public void A_point_that_is_not_on_the_curve_or_not_whole_is_refused()
    {
        using ECDsa key = EcPublicKeyReader.Read(TestKeys.PublicKey);
        byte[] der = key.ExportSubjectPublicKeyInfo();
        byte[] off = [.. der];
        off[^1] ^= 1;
        byte[] compressed = [0x30, 0x46, .. der[2..20], 0x03, 0x32, 0x00, 0x02, .. der[24..72]];

        _ = Refused.As("PublicKeyUnusable", () => EcPublicKeyReader.Read(Pem(off)));
        _ = Refused.As("PublicKeyMalformed", () => EcPublicKeyReader.Read(Pem(compressed)));
        for (int length = 0; length < der.Length; length++)
        {
            _ = Refused.As("PublicKeyMalformed", () => EcPublicKeyReader.Read(Pem(der[..length])));
        }

        static string Pem(byte[] bytes) => $"-----BEGIN PUBLIC KEY-----\n{Convert.ToBase64String(bytes)}\n-----END PUBLIC KEY-----";
    }

    [Fact]
    public void A_file_is_read_in_either_encoding()
    {
        string path = Path.GetTempFileName();
        try
        {
            foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode })
            {
                File.WriteAllText(path, TestKeys.PublicKey, encoding);
                EcPublicKeyReader.ReadFile(path).Dispose();
            }

            File.WriteAllText(path, new string('a', (1 << 20) + 1));
            _ = Refused.As("PublicKeyNotPem", () => EcPublicKeyReader.ReadFile(path));
        }
        finally
        {
            File.Delete(path);
        }

        _ = Assert.Throws<FileNotFoundException>(() => EcPublicKeyReader.ReadFile(path));
    }

    [Fact]
    public void No_refusal_shows_any_of_a_key()
    {
        foreach (string pem in new[] { TestKeys.P256Sec1, TestKeys.RsaPkcs8, TestKeys.Sec1[..^40] })
        {
            InvalidInputException e = Assert.Throws<InvalidInputException>(() => EcPublicKeyReader.Read(pem));
            Assert.DoesNotContain(pem.Split('\n')[1].Trim()[..16], e.ToString(), StringComparison.Ordinal);
        }
    }
}
