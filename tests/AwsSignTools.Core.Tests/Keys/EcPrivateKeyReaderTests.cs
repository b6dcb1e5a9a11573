using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using Xunit;

namespace AwsSignTools.Core.Tests.Keys;

public class EcPrivateKeyReaderTests
{
    public static TheoryData<string, string?> Readable { get; } = new()
    {
        { nameof(TestKeys.Sec1), null },
        { nameof(TestKeys.Pkcs8), null },
        { nameof(TestKeys.Compressed), null },
        { nameof(TestKeys.NoPublicPoint), null },
        { nameof(TestKeys.EncryptedSec1Aes128), TestKeys.Passphrase },
        { nameof(TestKeys.EncryptedSec1Aes192), TestKeys.Passphrase },
        { nameof(TestKeys.EncryptedSec1Aes256), TestKeys.Passphrase },
        { nameof(TestKeys.EncryptedSec1TripleDes), TestKeys.Passphrase },
        { nameof(TestKeys.EncryptedPkcs8Aes256), TestKeys.Passphrase },
        { nameof(TestKeys.EncryptedPkcs8Aes128Sha1), TestKeys.Passphrase },
        { nameof(TestKeys.EncryptedPkcs8TripleDesSha512), TestKeys.Passphrase },
    };

    public static TheoryData<string, string> Refusals { get; } = new()
    {
        { nameof(TestKeys.P256Sec1), "PrivateKeyCurveInvalid" },
        { nameof(TestKeys.P256Pkcs8), "PrivateKeyCurveInvalid" },
        { nameof(TestKeys.P521Sec1), "PrivateKeyCurveInvalid" },
        { nameof(TestKeys.P521Pkcs8), "PrivateKeyCurveInvalid" },
        { nameof(TestKeys.Secp256k1Sec1), "PrivateKeyCurveInvalid" },
        { nameof(TestKeys.Secp256k1Pkcs8), "PrivateKeyCurveInvalid" },
        { nameof(TestKeys.ExplicitParameters), "PrivateKeyCurveInvalid" },
        { nameof(TestKeys.RsaPkcs1), "PrivateKeyIsRsa" },
        { nameof(TestKeys.RsaPkcs8), "PrivateKeyIsRsa" },
        { nameof(TestKeys.RsaPublic), "PrivateKeyIsPublicKey" },
        { nameof(TestKeys.PublicKey), "PrivateKeyIsPublicKey" },
        { nameof(TestKeys.Certificate), "PrivateKeyIsCertificate" },
        { nameof(TestKeys.OpenSsh), "PrivateKeyIsOpenSsh" },
        { nameof(TestKeys.Ed25519), "PrivateKeyAlgorithmInvalid" },
        { nameof(TestKeys.X25519), "PrivateKeyAlgorithmInvalid" },
        { nameof(TestKeys.EncryptedSec1Camellia), "PrivateKeyEncryptionUnsupported" },
        { nameof(TestKeys.EncryptedPkcs8Camellia), "PrivateKeyEncryptionUnsupported" },
        { nameof(TestKeys.EncryptedPkcs8Scrypt), "PrivateKeyEncryptionUnsupported" },
        { nameof(TestKeys.EncryptedPkcs8Pbes1), "PrivateKeyEncryptionUnsupported" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_key_as_openssl_writes_it_is_read(string name, string? passphrase) => CheckIsTheKey(PemOf(name), passphrase);

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_key_as_people_have_it_is_read(string name, string? passphrase)
    {
        string pem = PemOf(name);
        string[] variants =
        [
            pem + "\n",
            pem.ReplaceLineEndings("\r\n"),
            pem.ReplaceLineEndings("\r"),
            "\uFEFF" + pem,
            "\uFEFF" + pem.ReplaceLineEndings("\r\n") + "\r\n",
            "Bag Attributes\n    friendlyName: ivs\n" + pem + "\nthe end\n",
            pem.ReplaceLineEndings("\\n"),
            pem.ReplaceLineEndings("\\r\\n") + "\\n",
            "\"" + pem.ReplaceLineEndings("\\n") + "\"",
            "\n\n  " + pem.ReplaceLineEndings("\n  ") + "  \n",
            TestKeys.Certificate + "\n" + pem,
            TestKeys.PublicKey + "\n" + pem + "\n" + TestKeys.Certificate,
        ];

        foreach (string variant in variants)
        {
            CheckIsTheKey(variant, passphrase);
        }
    }

    [Fact]
    public void A_key_on_one_line_is_read()
    {
        CheckIsTheKey(TestKeys.Sec1.ReplaceLineEndings(""), null);
        CheckIsTheKey(TestKeys.Pkcs8.ReplaceLineEndings(" "), null);
    }

    [Fact]
    public void A_key_after_its_parameters_is_read()
    {
        using ECDsa key = EcPrivateKeyReader.Read(TestKeys.WithParameters);
        using ECDsa platform = ECDsa.Create();
        platform.ImportFromPem(TestKeys.WithParameters.AsSpan(TestKeys.WithParameters.IndexOf("-----BEGIN EC PRIVATE", StringComparison.Ordinal)));

        Assert.Equal(platform.ExportECPrivateKey(), key.ExportECPrivateKey());
    }

    [Fact]
    public void A_key_that_names_no_curve_takes_that_of_the_parameters_before_it()
    {
        // RFC 5915 lets the curve be left out. P-256's parameters before a key of 48 bytes are for another key.
        byte[] der = Sec1(Convert.FromHexString(TestKeys.D), curve: null, point: null);
        string key = PemEncoding.WriteString("EC PRIVATE KEY", der);
        const string P256Parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        const string P384Parameters = "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n";

        CheckIsTheKey(key, null);
        CheckIsTheKey(P384Parameters + key, null);
        _ = Refused.As("PrivateKeyCurveInvalid", () => EcPrivateKeyReader.Read(P256Parameters + key));
        CheckIsTheKey(P256Parameters + TestKeys.Sec1, null);
    }

    // Padded, the shorter number of a P-256 key would pass for one of P-384.
    [Theory]
    [InlineData(32)]
    [InlineData(47)]
    [InlineData(66)]
    public void A_key_that_names_no_curve_is_told_by_its_length(int length)
    {
        byte[] number = new byte[length];
        number.AsSpan().Fill(1);
        byte[] sec1 = Sec1(number, curve: null, point: null);

        _ = Refused.As("PrivateKeyCurveInvalid", "PrivateKey", () => EcPrivateKeyReader.Read(PemEncoding.WriteString("EC PRIVATE KEY", sec1)));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Every_other_key_is_refused_in_its_own_words(string name, string id)
    {
        Finding finding = Refused.As(id, "PrivateKey", () => EcPrivateKeyReader.Read(PemOf(name), TestKeys.Passphrase));

        string expected = name switch
        {
            nameof(TestKeys.P256Sec1) or nameof(TestKeys.P256Pkcs8) => "P-256",
            nameof(TestKeys.P521Sec1) or nameof(TestKeys.P521Pkcs8) => "P-521",
            nameof(TestKeys.Secp256k1Sec1) or nameof(TestKeys.Secp256k1Pkcs8) => "secp256k1",
            nameof(TestKeys.ExplicitParameters) => "explicit",
            nameof(TestKeys.Ed25519) => "Ed25519",
            nameof(TestKeys.X25519) => "X25519",
            nameof(TestKeys.EncryptedPkcs8Scrypt) => "scrypt",
            nameof(TestKeys.EncryptedSec1Camellia) => "CAMELLIA-128-CBC",
            nameof(TestKeys.EncryptedPkcs8Camellia) => "cipher",
            nameof(TestKeys.EncryptedPkcs8Pbes1) => "PBES1",
            _ => "",
        };
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("MIGkAgEBBDB62dxNnZzPG38WlKzM")]
    [InlineData("-----BEGIN")]
    [InlineData("-----BEGIN EC PRIVATE KEY")]
    [InlineData("-----BEGIN PGP MESSAGE-----\nAAAA\n-----END PGP MESSAGE-----")]
    public void A_text_without_a_key_is_no_pem(string text) =>
        _ = Refused.As("PrivateKeyNotPem", "PrivateKey", () => EcPrivateKeyReader.Read(text));

    [Theory]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMIGk\n")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMIGk\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMI*k\n-----END EC PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMIG\n-----END EC PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMIGé\n-----END EC PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\n-----END EC PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY----------END EC PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PARAMETERS-----\nBgU=\n-----END EC PARAMETERS-----")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nDEK-Info: AES-256-CBC\n\nAAAA\n-----END EC PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----")]
    public void A_damaged_block_is_malformed(string text) =>
        _ = Refused.As("PrivateKeyMalformed", "PrivateKey", () => EcPrivateKeyReader.Read(text, TestKeys.Passphrase));

    [Fact]
    public void A_damaged_key_beside_a_certificate_is_malformed() => _ = Refused.As(
        "PrivateKeyMalformed", () => EcPrivateKeyReader.Read(TestKeys.Certificate + "\n" + TestKeys.Sec1.Replace("MIG", "M*G", StringComparison.Ordinal)));

    // A README that speaks of a PEM file is text around, too.
    [Fact]
    public void A_begin_mark_in_the_text_before_does_not_hide_the_key() =>
        CheckIsTheKey("Paste everything from -----BEGIN to -----END.\nIt has -----BEGIN EC PRIVATE KEY----- in it.\n" + TestKeys.Pkcs8, null);

    [Theory]
    [InlineData(nameof(TestKeys.EncryptedSec1Aes256))]
    [InlineData(nameof(TestKeys.EncryptedPkcs8Aes256))]
    public void An_encrypted_key_needs_its_passphrase(string name)
    {
        _ = Refused.As("PrivateKeyPassphraseMissing", "PrivateKey", () => EcPrivateKeyReader.Read(PemOf(name)));
        _ = Refused.As("PrivateKeyPassphraseMissing", "PrivateKey", () => EcPrivateKeyReader.Read(PemOf(name), ""));
        _ = Refused.As("PrivateKeyPassphraseWrong", "PrivateKey", () => EcPrivateKeyReader.Read(PemOf(name), "\uD800"));
    }

    // One wrong passphrase in 256 leaves padding that looks right, so many are tried.
    [Theory]
    [InlineData(nameof(TestKeys.EncryptedSec1Aes256))]
    [InlineData(nameof(TestKeys.EncryptedSec1TripleDes))]
    [InlineData(nameof(TestKeys.EncryptedPkcs8Aes256))]
    public void Every_wrong_passphrase_is_refused_as_one(string name)
    {
        for (int i = 0; i < 600; i++)
        {
            string passphrase = "wrong" + i;
            _ = Refused.As("PrivateKeyPassphraseWrong", "PrivateKey", () => EcPrivateKeyReader.Read(PemOf(name), passphrase));
        }
    }

    [Fact]
    public void A_passphrase_for_a_key_that_is_not_encrypted_is_not_looked_at() => CheckIsTheKey(TestKeys.Sec1, "anything");

    [Fact]
    public void A_passphrase_beyond_ascii_is_utf8_as_the_platform_takes_it()
    {
        const string Passphrase = "pässwörd😀";
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string pem = key.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));

        using ECDsa read = EcPrivateKeyReader.Read(pem, Passphrase);

        Assert.Equal(key.ExportECPrivateKey(), read.ExportECPrivateKey());
    }

    // The platform's own import (System.Security.Cryptography) over generated keys, in every form it writes.
    [Fact]
    public void Generated_keys_are_read_as_the_platform_reads_them()
    {
        PbeEncryptionAlgorithm[] ciphers = [PbeEncryptionAlgorithm.Aes128Cbc, PbeEncryptionAlgorithm.Aes192Cbc, PbeEncryptionAlgorithm.Aes256Cbc];
        HashAlgorithmName[] hashes = [HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512];
        // Each of the 48 ways to write a key, six times.
        for (int i = 0; i < 288; i++)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            PbeParameters pbe = new(ciphers[i % 3], hashes[i / 3 % 4], 1 + (i % 50));
            string pem = (i % 4) switch
            {
                0 => key.ExportECPrivateKeyPem(),
                1 => key.ExportPkcs8PrivateKeyPem(),
                _ => key.ExportEncryptedPkcs8PrivateKeyPem("passphrase " + i, pbe),
            };
            using ECDsa platform = ECDsa.Create();
            if (i % 4 < 2)
            {
                platform.ImportFromPem(pem);
            }
            else
            {
                platform.ImportFromEncryptedPem(pem, "passphrase " + i);
            }

            using ECDsa read = EcPrivateKeyReader.Read(pem, i % 4 < 2 ? "" : "passphrase " + i);

            Assert.True(platform.ExportECPrivateKey().AsSpan().SequenceEqual(read.ExportECPrivateKey()), $"key {i}:\n{key.ExportECPrivateKeyPem()}");
        }
    }

    // Other writers leave out the public point or the curve, or write the private number without its leading zeros, or with one more.
    [Fact]
    public void Keys_written_otherwise_are_read_as_the_same_keys()
    {
        for (int seed = 0; seed < 288; seed++)
        {
            Random random = new(seed);
            byte[] d = new byte[48];
            random.NextBytes(d.AsSpan(random.Next(3) == 0 ? random.Next(1, 47) : 0));
            d[0] &= 0x7F;
            d[47] |= 1;
            using ECDsa key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, D = d });
            ECPoint q = key.ExportParameters(false).Q;

            byte[] number = random.Next(3) switch
            {
                0 => d.AsSpan().TrimStart((byte)0).ToArray(),
                1 => [0, .. d],
                _ => d,
            };
            byte[]? point = random.Next(3) switch
            {
                0 => null,
                1 => [(byte)(2 + (q.Y![47] & 1)), .. q.X!],
                _ => [4, .. q.X!, .. q.Y!],
            };
            bool isPkcs8 = random.Next(2) == 0;
            bool namesCurve = isPkcs8 ? random.Next(2) == 0 : random.Next(2) == 0 || number.Length != 48;
            byte[] sec1 = Sec1(number, namesCurve ? "1.3.132.0.34" : null, point);
            string pem = isPkcs8 ? PemEncoding.WriteString("PRIVATE KEY", Pkcs8(sec1)) : PemEncoding.WriteString("EC PRIVATE KEY", sec1);

            using ECDsa read = EcPrivateKeyReader.Read(pem);

            ECParameters parameters = read.ExportParameters(true);
            Assert.True(
                parameters.D.AsSpan().SequenceEqual(d) && parameters.Q.X.AsSpan().SequenceEqual(q.X) && parameters.Q.Y.AsSpan().SequenceEqual(q.Y),
                $"seed {seed}:\n{pem}");
        }
    }

    [Fact]
    public void A_number_longer_than_the_curves_or_zero_or_not_below_its_order_is_refused()
    {
        byte[] order = Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973");
        byte[] oneLess = [.. order[..47], 0x72];

        _ = Refused.As("PrivateKeyMalformed", () => EcPrivateKeyReader.Read(Pem([1, .. order])));
        _ = Refused.As("PrivateKeyUnusable", () => EcPrivateKeyReader.Read(Pem(new byte[48])));
        _ = Refused.As("PrivateKeyUnusable", () => EcPrivateKeyReader.Read(Pem(order)));
        using ECDsa last = EcPrivateKeyReader.Read(Pem(oneLess));
        Assert.Equal(oneLess, last.ExportParameters(true).D);

        static string Pem(byte[] number) => PemEncoding.WriteString("EC PRIVATE KEY", Sec1(number, "1.3.132.0.34", point: null));
    }

    [Fact]
    public void A_public_point_that_is_not_the_keys_is_refused()
    {
        byte[] q = Convert.FromHexString(TestKeys.Q);
        q[95] ^= 1;

        _ = Refused.As(
            "PrivateKeyUnusable",
            () => EcPrivateKeyReader.Read(PemEncoding.WriteString("EC PRIVATE KEY", Sec1(Convert.FromHexString(TestKeys.D), "1.3.132.0.34", [4, .. q]))));
    }

    [Theory]
    [InlineData(nameof(TestKeys.Sec1), "EC PRIVATE KEY")]
    [InlineData(nameof(TestKeys.Pkcs8), "PRIVATE KEY")]
    [InlineData("encrypted", "ENCRYPTED PRIVATE KEY")]
    public void Every_truncation_and_every_flipped_bit_is_refused_or_leaves_a_key_that_signs(string name, string label)
    {
        // Encrypted with one iteration, so that a flipped bit in their number costs no time.
        byte[] der = name == "encrypted" ? EncryptedDer() : PemEncoding.Find(PemOf(name)) is var f ? Convert.FromBase64String(PemOf(name)[f.Base64Data]) : [];
        for (int length = 0; length < der.Length; length++)
        {
            CheckRefusedOrSigns(PemEncoding.WriteString(label, der.AsSpan(0, length)), $"truncated to {length}");
        }

        for (int bit = 0; bit < der.Length * 8; bit++)
        {
            byte[] flipped = [.. der];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            CheckRefusedOrSigns(PemEncoding.WriteString(label, flipped), $"bit {bit} of {Convert.ToHexString(der)}");
        }
    }

    [Fact]
    public void Every_truncation_and_every_changed_character_of_the_text_is_refused_or_leaves_a_key_that_signs()
    {
        foreach (string pem in new[] { TestKeys.Sec1, TestKeys.EncryptedSec1Aes256 })
        {
            for (int i = 0; i < pem.Length; i++)
            {
                CheckRefusedOrSigns(pem[..i], $"truncated to {i}");
                CheckRefusedOrSigns(pem[..i] + "\\" + pem[(i + 1)..], $"backslash at {i}");
                CheckRefusedOrSigns(pem[..i] + ":" + pem[(i + 1)..], $"colon at {i}");
                CheckRefusedOrSigns(pem[..i] + pem[(i + 1)..], $"left out at {i}");
            }
        }
    }

    [Fact]
    public void No_refusal_shows_the_key_or_the_passphrase()
    {
        const string Canary = "canary-passphrase";
        List<Func<object?>> refused = [];
        foreach (string name in Refusals.Select(static row => (string)row[0]))
        {
            refused.Add(() => EcPrivateKeyReader.Read(PemOf(name), Canary));
        }

        refused.Add(() => EcPrivateKeyReader.Read(TestKeys.EncryptedPkcs8Aes256, Canary));
        refused.Add(() => EcPrivateKeyReader.Read(TestKeys.EncryptedSec1Aes256, Canary));
        refused.Add(() => EcPrivateKeyReader.Read(TestKeys.Sec1.Replace("-----END", "", StringComparison.Ordinal), Canary));
        refused.Add(() => EcPrivateKeyReader.Read(TestKeys.Sec1.AsSpan()[31..^30], Canary));
        refused.Add(() => EcPrivateKeyReader.Read(TestKeys.Sec1.Replace("MIG", "*IG", StringComparison.Ordinal), Canary));
        refused.Add(() => EcPrivateKeyReader.Read(TestKeys.Sec1.Replace("MIG", "MIH", StringComparison.Ordinal), Canary));
        refused.Add(() => EcPrivateKeyReader.Read(TestKeys.Sec1.Replace("EC PRIVATE", "EC PARAMETERS", StringComparison.Ordinal), Canary));
        refused.Add(() => EcPrivateKeyReader.Read(TestKeys.EncryptedSec1Aes256, Canary + "\uD800"));

        foreach (Func<object?> read in refused)
        {
            InvalidInputException e = Assert.Throws<InvalidInputException>(() => { _ = read(); });
            string shown = $"{e}|{e.Finding}|{e.Finding.Target}|{string.Join('|', e.Data.Values.Cast<object>())}";
            Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
            foreach (string name in Refusals.Select(static row => (string)row[0]).Append(nameof(TestKeys.Sec1)).Append(nameof(TestKeys.EncryptedSec1Aes256)))
            {
                foreach (string line in PemOf(name).Split('\n').Where(static l => l.Length >= 48 && !l.Contains(' ', StringComparison.Ordinal)))
                {
                    Assert.DoesNotContain(line[..16], shown, StringComparison.Ordinal);
                }
            }

            Assert.DoesNotContain(TestKeys.D[..16], shown, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_file_is_read_in_the_encodings_people_write()
    {
        Encoding[] encodings = [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];
        string path = Path.GetTempFileName();
        try
        {
            foreach (Encoding encoding in encodings)
            {
                File.WriteAllText(path, TestKeys.EncryptedPkcs8Aes256.ReplaceLineEndings("\r\n"), encoding);
                using ECDsa key = EcPrivateKeyReader.ReadFile(path, TestKeys.Passphrase);
                Assert.Equal(TestKeys.D, Convert.ToHexStringLower(key.ExportParameters(true).D!));
            }

            File.WriteAllText(path, "");
            _ = Refused.As("PrivateKeyNotPem", () => EcPrivateKeyReader.ReadFile(path));
            File.WriteAllBytes(path, new byte[(1 << 20) + 1]);
            _ = Refused.As("PrivateKeyNotPem", () => EcPrivateKeyReader.ReadFile(path));
            File.WriteAllText(path, TestKeys.Sec1.PadRight(1 << 20));
            EcPrivateKeyReader.ReadFile(path).Dispose();
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<FileNotFoundException>(() => EcPrivateKeyReader.ReadFile(path));
    }

    [Fact]
    public void A_pipe_is_read_to_its_end()
    {
        // As a shell gives it: -PrivateKeyPath <(pass show ivs-key). Windows has no named pipes in its file system.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string file = Path.Combine(folder, "key.pem");
            string pipe = Path.Combine(folder, "pipe");
            File.WriteAllText(file, new string('#', 20_000) + TestKeys.Sec1);
            using System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [pipe]);
            make.WaitForExit();
            using System.Diagnostics.Process write = System.Diagnostics.Process.Start("sh", ["-c", "cat \"$0\" > \"$1\"", file, pipe]);

            using ECDsa key = EcPrivateKeyReader.ReadFile(pipe);

            write.WaitForExit();
            Assert.Equal(TestKeys.D, Convert.ToHexStringLower(key.ExportParameters(true).D!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string PemOf(string name) => (string)typeof(TestKeys).GetField(name)!.GetValue(null)!;

    private static void CheckIsTheKey(string pem, string? passphrase)
    {
        using ECDsa key = EcPrivateKeyReader.Read(pem, passphrase);
        ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
        Assert.Equal(TestKeys.D, Convert.ToHexStringLower(parameters.D!));
        Assert.Equal(TestKeys.Q, Convert.ToHexStringLower([.. parameters.Q.X!, .. parameters.Q.Y!]));
        Assert.Equal("1.3.132.0.34", parameters.Curve.Oid.Value);
    }

    private static void CheckRefusedOrSigns(string pem, string what)
    {
        ECDsa key;
        try
        {
            key = EcPrivateKeyReader.Read(pem, TestKeys.Passphrase);
        }
        catch (InvalidInputException e)
        {
            Assert.StartsWith("PrivateKey", e.Finding.Id, StringComparison.Ordinal);
            return;
        }
        catch (Exception e)
        {
            Assert.Fail($"{what}: {e}");
            return;
        }

        using (key)
        {
            Assert.True(key.VerifyData("data"u8, key.SignData("data"u8, HashAlgorithmName.SHA384), HashAlgorithmName.SHA384), what);
            Assert.Equal(384, key.KeySize);
        }
    }

    private static byte[] EncryptedDer()
    {
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(TestKeys.Pkcs8);
        return key.ExportEncryptedPkcs8PrivateKey(TestKeys.Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
    }

    private static byte[] Sec1(byte[] number, string? curve, byte[]? point)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(number);
            if (curve is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    writer.WriteObjectIdentifier(curve);
                }
            }

            if (point is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                {
                    writer.WriteBitString(point);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Pkcs8(byte[] sec1)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                writer.WriteObjectIdentifier("1.3.132.0.34");
            }

            writer.WriteOctetString(sec1);
        }

        return writer.Encode();
    }
}
