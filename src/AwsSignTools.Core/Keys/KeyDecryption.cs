using System;
using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>
/// Decrypts private keys: PKCS#8 with PBES2 (RFC 8018 section 6.2: PBKDF2 and AES-CBC or DES-EDE3-CBC), and the older encryption of
/// PEM blocks (OpenSSL's PEM_write with DEK-Info). Key derivation and ciphers are the platform's.
/// </summary>
internal static class KeyDecryption
{
    // A key file decides how long its opening takes, and the platform's PBKDF2 cannot be stopped. OpenSSL writes 2,048, Java's keytool 10,000; OWASP
    // (Password Storage Cheat Sheet, 2023) asks for 600,000 with SHA-256, and 1,300,000 with SHA-1. Two million take a second or two.
    private const int MaxIterations = 2_000_000;

    // RFC 8018 asks for eight bytes; keys have 8 to 64.
    private const int MaxSaltLength = 1024;

    /// <summary>The PrivateKeyInfo inside an EncryptedPrivateKeyInfo (RFC 5958 section 3); the caller wipes it.</summary>
    public static byte[] DecryptPkcs8(ReadOnlyMemory<byte> encrypted, byte[] passphrase)
    {
        AsnReader info = new AsnReader(encrypted, AsnEncodingRules.BER).ReadSequence();
        AsnReader scheme = info.ReadSequence();
        byte[] ciphertext = info.ReadOctetString();
        string schemeOid = scheme.ReadObjectIdentifier();
        if (schemeOid != "1.2.840.113549.1.5.13")
        {
            throw KeyErrors.EncryptionUnsupported($"the old scheme {schemeOid} (PBES1 or PKCS#12)");
        }

        AsnReader parameters = scheme.ReadSequence();
        AsnReader derivation = parameters.ReadSequence();
        AsnReader encryption = parameters.ReadSequence();
        string cipherOid = encryption.ReadObjectIdentifier();
        using SymmetricAlgorithm cipher = CreateCipher(cipherOid) ?? throw KeyErrors.EncryptionUnsupported($"the cipher {cipherOid}");
        cipher.IV = encryption.ReadOctetString();
        byte[] key = DeriveKey(derivation, passphrase, cipher.KeySize / 8);
        return Decrypt(cipher, key, ciphertext);
    }

    /// <summary>The bytes of a PEM block encrypted the old way; the caller wipes them.</summary>
    /// <param name="dekInfo">The value of DEK-Info: the cipher's name and, after a comma, its IV in hexadecimal.</param>
    /// <param name="encrypted">The bytes of the block.</param>
    /// <param name="passphrase">The passphrase.</param>
    public static byte[] DecryptPem(string dekInfo, ReadOnlyMemory<byte> encrypted, byte[] passphrase)
    {
        int comma = dekInfo.IndexOf(',');
        string name = comma < 0 ? dekInfo : dekInfo.Substring(0, comma);
        using SymmetricAlgorithm cipher = name switch
        {
            "AES-128-CBC" => CreateCipher("2.16.840.1.101.3.4.1.2")!,
            "AES-192-CBC" => CreateCipher("2.16.840.1.101.3.4.1.22")!,
            "AES-256-CBC" => CreateCipher("2.16.840.1.101.3.4.1.42")!,
            "DES-EDE3-CBC" => CreateCipher("1.2.840.113549.3.7")!,
            _ => throw KeyErrors.EncryptionUnsupported($"the cipher {Quoted.Value(name)}"),
        };
        byte[] iv = new byte[cipher.BlockSize / 8];
        if (comma < 0 || !Hex.TryDecode(dekInfo.AsSpan(comma + 1).Trim(), iv))
        {
            throw KeyErrors.Malformed("its DEK-Info has no IV");
        }

        cipher.IV = iv;
        return Decrypt(cipher, DeriveOpenSslKey(passphrase, iv, cipher.KeySize / 8), encrypted.ToArray());
    }

    private static byte[] DeriveKey(AsnReader derivation, byte[] passphrase, int keyLength)
    {
        string derivationOid = derivation.ReadObjectIdentifier();
        if (derivationOid != "1.2.840.113549.1.5.12")
        {
            throw KeyErrors.EncryptionUnsupported(derivationOid == "1.3.6.1.4.1.11591.4.11" ? "scrypt" : $"the key derivation {derivationOid}");
        }

        AsnReader pbkdf2 = derivation.ReadSequence();
        byte[] salt = pbkdf2.ReadOctetString();
        BigInteger iterations = pbkdf2.ReadInteger();
        if (iterations < 1 || iterations > MaxIterations)
        {
            // A number of a million digits would take longer to write than the key to open.
            string count = iterations > int.MaxValue || iterations < 1 ? "an impossible number of" : iterations.ToString(CultureInfo.InvariantCulture);
            throw KeyErrors.IterationsOutOfRange(count, MaxIterations);
        }

        if (salt.Length > MaxSaltLength)
        {
            throw KeyErrors.Malformed($"its salt is longer than {MaxSaltLength} bytes");
        }

        if (pbkdf2.HasData && pbkdf2.PeekTag() == Asn1Tag.Integer)
        {
            _ = pbkdf2.ReadInteger();
        }

        // Without a name the function is HMAC with SHA-1 (RFC 8018 appendix A.2).
        string function = pbkdf2.HasData ? pbkdf2.ReadSequence().ReadObjectIdentifier() : "1.2.840.113549.2.7";
        HashAlgorithmName hash = function switch
        {
            "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
            "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
            "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
            "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
            _ => throw KeyErrors.EncryptionUnsupported($"the pseudo-random function {function}"),
        };
        try
        {
            return PlatformCrypto.Pbkdf2(passphrase, salt, (int)iterations, hash, keyLength);
        }
        catch (PlatformNotSupportedException e)
        {
            throw KeyErrors.EncryptionUnsupported($"PBKDF2 with {hash.Name}", e);
        }
    }

    /// <summary>OpenSSL's EVP_BytesToKey with MD5 and one round: the format's own, whatever one thinks of it today.</summary>
    private static byte[] DeriveOpenSslKey(byte[] passphrase, byte[] iv, int keyLength)
    {
        const int SaltLength = 8;
        byte[] key = new byte[keyLength];
        byte[] block = [];
        byte[] input = new byte[16 + passphrase.Length + SaltLength];
        try
        {
            for (int filled = 0; filled < keyLength; filled += block.Length)
            {
                block.CopyTo(input, 0);
                passphrase.CopyTo(input, block.Length);
                Array.Copy(iv, 0, input, block.Length + passphrase.Length, SaltLength);
                byte[] next = PlatformCrypto.Md5(input.AsSpan(0, block.Length + passphrase.Length + SaltLength));
                PlatformCrypto.Zero(block);
                block = next;
                block.AsSpan(0, Math.Min(block.Length, keyLength - filled)).CopyTo(key.AsSpan(filled));
            }

            return key;
        }
        catch (Exception e) when (e is InvalidOperationException or PlatformNotSupportedException or System.Reflection.TargetInvocationException)
        {
            throw KeyErrors.EncryptionUnsupported("the old PEM encryption, whose MD5 this machine does not allow", e);
        }
        finally
        {
            PlatformCrypto.Zero(input);
            PlatformCrypto.Zero(block);
        }
    }

    private static SymmetricAlgorithm? CreateCipher(string oid)
    {
        int keySize = oid switch
        {
            "2.16.840.1.101.3.4.1.2" => 128,
            "2.16.840.1.101.3.4.1.22" => 192,
            "2.16.840.1.101.3.4.1.42" => 256,
            "1.2.840.113549.3.7" => 192,
            _ => 0,
        };
        if (keySize == 0)
        {
            return null;
        }

#pragma warning disable CA5350 // Older keys are encrypted with triple DES, and only decrypted here.
        SymmetricAlgorithm cipher = oid == "1.2.840.113549.3.7" ? TripleDES.Create() : Aes.Create();
#pragma warning restore CA5350
        cipher.KeySize = keySize;
        cipher.Mode = CipherMode.CBC;
        cipher.Padding = PaddingMode.PKCS7;
        return cipher;
    }

    private static byte[] Decrypt(SymmetricAlgorithm cipher, byte[] key, byte[] ciphertext)
    {
        try
        {
            cipher.Key = key;
            using ICryptoTransform decryptor = cipher.CreateDecryptor();
            return decryptor.TransformFinalBlock(ciphertext, 0, ciphertext.Length);
        }
        catch (CryptographicException e)
        {
            throw KeyErrors.PassphraseWrong(e);
        }
        finally
        {
            PlatformCrypto.Zero(key);
        }
    }
}
