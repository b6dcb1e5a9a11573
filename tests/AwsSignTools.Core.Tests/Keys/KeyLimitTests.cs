using System;
using System.Formats.Asn1;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Threading;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using Xunit;

namespace AwsSignTools.Core.Tests.Keys;

/// <summary>No key, however it was made, holds its reader for long.</summary>
public sealed class KeyLimitTests
{
    private const int Many = 500_000;

    [Theory]
    [InlineData("10000000", "with 10000000 iterations")]
    [InlineData("2000001", "with 2000001 iterations")]
    [InlineData("2147483647", "with 2147483647 iterations")]
    [InlineData("99999999999999999999", "an impossible number of iterations")]
    [InlineData("0", "an impossible number of iterations")]
    [InlineData("-1", "an impossible number of iterations")]
    public void A_number_of_iterations_that_takes_long_is_refused(string iterations, string shown)
    {
        Finding finding = Refused.As("PrivateKeyEncryptionUnsupported", "PrivateKey", () => Read(Encrypted(BigInteger.Parse(iterations, null), new byte[8])));

        Assert.Contains(shown, finding.Message, StringComparison.Ordinal);
        Assert.Contains("1 to 2000000 ", finding.Message, StringComparison.Ordinal);
        Assert.Contains("-iter 600000", finding.Remedy, StringComparison.Ordinal);
        Assert.Equal(FindingCategory.InvalidKey, finding.Category);
    }

    [Fact]
    public void A_number_of_iterations_of_a_million_digits_is_not_written_out()
    {
        Finding finding = Guarded.Run(() => Refused.As("PrivateKeyEncryptionUnsupported", () => Read(Encrypted(BigInteger.One << (Many * 8), new byte[8]))));

        Assert.InRange(finding.Message.Length, 1, 200);
    }

    [Fact]
    public void A_salt_that_is_no_salt_is_refused() =>
        Assert.Contains("1024", Refused.As("PrivateKeyMalformed", static () => Read(Encrypted(1, new byte[1025]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Sequences_within_each_other_are_no_key()
    {
        byte[] open = [0x30, 0x80];
        byte[] nested = [.. Enumerable.Repeat(open, Many).SelectMany(static b => b), .. new byte[Many * 2]];

        Guarded.Run(() => Refused.As("PrivateKeyMalformed", () => EcPrivateKeyReader.Read(PemEncoding.WriteString("PRIVATE KEY", nested))));
        Guarded.Run(() => Refused.As("PublicKeyMalformed", () => EcPublicKeyReader.Read(PemEncoding.WriteString("PUBLIC KEY", nested))));
    }

    [Theory]
    [InlineData("PRIVATE KEY", "PrivateKey")]
    [InlineData("PUBLIC KEY", "PublicKey")]
    public void An_algorithm_with_a_number_without_end_is_no_key(string label, string target)
    {
        // One arc of half a million bytes.
        byte[] arc = [0x2A, .. Enumerable.Repeat((byte)0xFF, Many), 0x7F];
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            if (label == "PRIVATE KEY")
            {
                writer.WriteInteger(0);
            }

            using (writer.PushSequence())
            {
                writer.WriteEncodedValue([0x06, 0x83, (byte)(arc.Length >> 16), (byte)(arc.Length >> 8), (byte)arc.Length, .. arc]);
            }

            writer.WriteOctetString([]);
        }

        string pem = PemEncoding.WriteString(label, writer.Encode());
        InvalidInputException e = Guarded.Run(() => Assert.Throws<InvalidInputException>(() =>
            label == "PRIVATE KEY" ? EcPrivateKeyReader.Read(pem) : EcPublicKeyReader.Read(pem)));

        Assert.Equal(target, e.Finding.Target);
        Assert.InRange(e.Finding.Message.Length, 1, 500);
    }

    [Theory]
    [InlineData("-----BEGIN ")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\na:\n")]
    [InlineData("\\n")]
    public void Marks_without_a_key_are_no_key(string mark)
    {
        string text = string.Concat(Enumerable.Repeat(mark, 20_000_000 / mark.Length));

        InvalidInputException e = Guarded.Run(() => Assert.Throws<InvalidInputException>(() => EcPrivateKeyReader.Read(text)));

        Assert.Equal("PrivateKey", e.Finding.Target);
    }

    [UnixFact]
    public void A_device_without_an_end_is_no_key()
    {
        Finding finding = Guarded.Run(() => Refused.As("PrivateKeyNotPem", "PrivateKey", static () => EcPrivateKeyReader.ReadFile("/dev/zero")));
        Assert.Contains("larger than 1048576 bytes", finding.Message, StringComparison.Ordinal);

        finding = Guarded.Run(() => Refused.As("PublicKeyNotPem", "PublicKey", static () => EcPublicKeyReader.ReadFile("/dev/zero")));
        Assert.Contains("larger than 1048576 bytes", finding.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_pipe_without_a_writer_is_read_until_the_user_stops()
    {
        using UnixPipe pipe = new();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(300));

        _ = Guarded.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => EcPrivateKeyReader.ReadFile(pipe.FilePath, cancellation: stop.Token)));
        _ = Guarded.Run(() => Assert.ThrowsAny<OperationCanceledException>(() => EcPublicKeyReader.ReadFile(pipe.FilePath, cancellation: stop.Token)));
    }

    [Fact]
    public void A_folder_is_no_key() => Assert.Equal("It is a folder.", Assert.Throws<IOException>(static () => EcPrivateKeyReader.ReadFile(Path.GetTempPath())).Message);

    private static ECDsa Read(byte[] der) => EcPrivateKeyReader.Read(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", der), "canary");

    // EncryptedPrivateKeyInfo (RFC 5958 section 3) with PBES2 (RFC 8018 appendix A.4).
    private static byte[] Encrypted(BigInteger iterations, byte[] salt)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(salt);
                            writer.WriteInteger(iterations);
                        }
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                        writer.WriteOctetString(new byte[16]);
                    }
                }
            }

            writer.WriteOctetString(new byte[32]);
        }

        return writer.Encode();
    }
}
