using System;
using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>
/// Writes P-384 keys as PEM: the public one as SPKI (RFC 5480), the private one as PKCS#8 (RFC 5958), plain or encrypted with PBES2 (RFC 8018):
/// PBKDF2 with HMAC-SHA-256, and AES-256-CBC. The same on every platform, since .NET Framework writes no such key. What held a secret is wiped.
/// </summary>
internal static class EcKeyEncoder
{
    /// <summary>How often the passphrase is hashed: what OWASP advised for PBKDF2 with HMAC-SHA-256 in 2023; some tenths of a second.</summary>
    public const int Iterations = 600_000;

    private const int CoordinateLength = 48;

    // DER of P-384 keys is the same but for the numbers: SEQUENCE, the algorithm (id-ecPublicKey, secp384r1), the point.
    private static ReadOnlySpan<byte> PublicPrefix =>
    [
        0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00, 0x04,
    ];

    // SEQUENCE, version 0, the algorithm, and an ECPrivateKey: version 1, the private number, and [1] the point.
    private static ReadOnlySpan<byte> PrivatePrefix =>
    [
        0x30, 0x81, 0xB6, 0x02, 0x01, 0x00, 0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22,
        0x04, 0x81, 0x9E, 0x30, 0x81, 0x9B, 0x02, 0x01, 0x01, 0x04, 0x30,
    ];

    private static ReadOnlySpan<byte> PointPrefix => [0xA1, 0x64, 0x03, 0x62, 0x00, 0x04];

    /// <summary>The public key as PEM.</summary>
    public static string PublicPem(ECParameters key)
    {
        byte[] der = [.. PublicPrefix, .. key.Q.X!, .. key.Q.Y!];
        return Encoding.ASCII.GetString(Pem("PUBLIC KEY", der));
    }

    /// <summary>The private key as PEM in ASCII, which the caller wipes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="passphrase">The passphrase to encrypt it with; empty to leave it plain.</param>
    /// <exception cref="InvalidInputException"><c>PrivateKeyPassphraseInvalid</c>: the passphrase is no Unicode.</exception>
    public static byte[] PrivatePem(ECParameters key, ReadOnlySpan<char> passphrase)
    {
        byte[] der = new byte[PrivatePrefix.Length + CoordinateLength + PointPrefix.Length + (2 * CoordinateLength)];
        try
        {
            Span<byte> rest = der;
            Put(PrivatePrefix, ref rest);
            Put(key.D, ref rest);
            Put(PointPrefix, ref rest);
            Put(key.Q.X, ref rest);
            Put(key.Q.Y, ref rest);
            return passphrase.IsEmpty ? Pem("PRIVATE KEY", der) : Pem("ENCRYPTED PRIVATE KEY", Encrypt(der, passphrase));
        }
        finally
        {
            PlatformCrypto.Zero(der);
        }
    }

    private static void Put(ReadOnlySpan<byte> bytes, ref Span<byte> destination)
    {
        bytes.CopyTo(destination);
        destination = destination.Slice(bytes.Length);
    }

    private static byte[] Encrypt(byte[] der, ReadOnlySpan<char> passphrase)
    {
        byte[] salt = new byte[16];
        PlatformCrypto.FillRandom(salt);
        byte[] utf8 = [];
        byte[] key = [];
        try
        {
            utf8 = new byte[Text.Utf8Length(passphrase)];
            _ = Text.ToUtf8(passphrase, utf8);
            key = PlatformCrypto.Pbkdf2(utf8, salt, Iterations, HashAlgorithmName.SHA256, 32);
            using Aes aes = Aes.Create();
            aes.Mode = CipherMode.CBC;
            aes.Padding = PaddingMode.PKCS7;
            aes.Key = key;
            aes.GenerateIV();
            using ICryptoTransform encryptor = aes.CreateEncryptor();
            return EncryptedInfo(salt, aes.IV, encryptor.TransformFinalBlock(der, 0, der.Length));
        }
        catch (EncoderFallbackException e)
        {
            throw InvalidInputException.For(
                "PrivateKeyPassphraseInvalid",
                "Passphrase",
                "The passphrase has half of a surrogate pair, which no UTF-8 can carry.",
                "Give text that is valid Unicode.",
                e,
                FindingCategory.InvalidKey);
        }
        finally
        {
            PlatformCrypto.Zero(utf8);
            PlatformCrypto.Zero(key);
        }
    }

    /// <summary>An EncryptedPrivateKeyInfo (RFC 5958 section 3); nothing in it is secret.</summary>
    private static byte[] EncryptedInfo(byte[] salt, byte[] iv, byte[] ciphertext)
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
                            writer.WriteInteger(Iterations);
                            using (writer.PushSequence())
                            {
                                writer.WriteObjectIdentifier("1.2.840.113549.2.9");
                                writer.WriteNull();
                            }
                        }
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                        writer.WriteOctetString(iv);
                    }
                }
            }

            writer.WriteOctetString(ciphertext);
        }

        return writer.Encode();
    }

    /// <summary>PEM (RFC 7468) in ASCII: lines of 64 characters that end with LF.</summary>
    private static byte[] Pem(string label, byte[] der)
    {
        const int LineLength = 64;
        byte[] base64 = new byte[Base64.GetMaxEncodedToUtf8Length(der.Length)];
        byte[] begin = Encoding.ASCII.GetBytes($"-----BEGIN {label}-----\n");
        byte[] end = Encoding.ASCII.GetBytes($"-----END {label}-----\n");
        try
        {
            _ = Base64.EncodeToUtf8(der, base64, out _, out int length);
            byte[] pem = new byte[begin.Length + length + ((length + LineLength - 1) / LineLength) + end.Length];
            Span<byte> rest = pem;
            Put(begin, ref rest);
            for (int i = 0; i < length; i += LineLength)
            {
                Put(base64.AsSpan(i, Math.Min(LineLength, length - i)), ref rest);
                Put("\n"u8, ref rest);
            }

            Put(end, ref rest);
            return pem;
        }
        finally
        {
            PlatformCrypto.Zero(base64);
        }
    }
}
