using System;
using System.Formats.Asn1;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Compatibility;
using AwsSignTools.Findings;

namespace AwsSignTools.Jwt;

/// <summary>
/// Reads a P-384 private key from PEM text: SEC1 (RFC 5915) and PKCS#8 (RFC 5958), plain or encrypted. The same on every platform,
/// since .NET Framework reads no PEM at all. Decrypted bytes are wiped.
/// </summary>
public static class EcPrivateKeyReader
{
    private const string P384 = "1.3.132.0.34";
    private const int CoordinateLength = 48;

    /// <summary>Reads the first private key of a PEM text.</summary>
    /// <param name="pem">The text; may have other blocks and text around, a BOM, and line ends written as a literal <c>\n</c>.</param>
    /// <param name="passphrase">The passphrase of an encrypted key; empty where there is none.</param>
    /// <returns>The key, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">
    /// <c>PrivateKeyNotPem</c>, <c>PrivateKeyMalformed</c>, <c>PrivateKeyIsRsa</c>, <c>PrivateKeyAlgorithmInvalid</c>, <c>PrivateKeyCurveInvalid</c>,
    /// <c>PrivateKeyIsPublicKey</c>, <c>PrivateKeyIsCertificate</c>, <c>PrivateKeyIsOpenSsh</c>, <c>PrivateKeyPassphraseMissing</c>,
    /// <c>PrivateKeyPassphraseWrong</c>, <c>PrivateKeyEncryptionUnsupported</c> or <c>PrivateKeyUnusable</c>.
    /// </exception>
    public static ECDsa Read(ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase = default)
    {
        InvalidInputException? refusal = null;
        string? curveBefore = null;
        ReadOnlySpan<char> rest = pem;
        while (PemReader.ReadNext(ref rest) is { } block)
        {
            using (block)
            {
                switch (block.Label)
                {
                    case "EC PARAMETERS":
                        curveBefore = ReadCurveName(block.Bytes);
                        break;
                    case "EC PRIVATE KEY" or "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY":
                        return ReadPrivateKey(block, curveBefore, passphrase);
                    case "RSA PRIVATE KEY":
                        throw KeyErrors.Rsa();
                    case "DSA PRIVATE KEY":
                        throw KeyErrors.Algorithm("DSA");
                    case "OPENSSH PRIVATE KEY":
                        throw KeyErrors.OpenSsh();
                    case "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE":
                        // A bundle has the key after the certificate: only a text without any key is refused for what it has.
                        refusal ??= KeyErrors.Certificate();
                        break;
                    case "PUBLIC KEY" or "RSA PUBLIC KEY" or "EC PUBLIC KEY":
                        refusal ??= KeyErrors.PublicKey();
                        break;
                    default:
                        break;
                }
            }
        }

        // A block of a key that could be read would have been read: one that is still there is cut, or is not base64.
        throw pem.IndexOf("PRIVATE KEY-----".AsSpan(), StringComparison.Ordinal) >= 0
            ? KeyErrors.Malformed("its PEM block is cut, or is not base64")
            : refusal ?? KeyErrors.NotPem();
    }

    /// <summary>Reads the first private key of a PEM file.</summary>
    /// <param name="path">The file; UTF-8, or UTF-16 with a BOM, as Windows PowerShell redirects text.</param>
    /// <param name="passphrase">The passphrase of an encrypted key; empty where there is none.</param>
    /// <returns>The key, which the caller disposes.</returns>
    /// <exception cref="InvalidInputException">As <see cref="Read"/>; <c>PrivateKeyNotPem</c> also for a file too long to be a key.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ECDsa ReadFile(string path, ReadOnlySpan<char> passphrase = default)
    {
        char[] text = KeyFile.ReadText(path) ?? throw KeyErrors.NotPem();
        try
        {
            return Read(text, passphrase);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>Checks a key that a caller made otherwise.</summary>
    /// <exception cref="InvalidInputException"><c>PrivateKeyCurveInvalid</c>: it is not on P-384.</exception>
    internal static void CheckCurve(ECDsa key)
    {
        Oid oid;
        try
        {
            oid = key.ExportParameters(includePrivateParameters: false).Curve.Oid ?? new Oid();
        }
        catch (Exception e) when (e is CryptographicException or ObjectDisposedException or PlatformNotSupportedException)
        {
            throw KeyErrors.Unusable(e);
        }

        // Windows names its curves and gives no number for them.
        if (oid.Value != P384 && oid.FriendlyName is not ("nistP384" or "ECDSA_P384" or "ECDH_P384" or "secp384r1"))
        {
            throw KeyErrors.Curve(CurveName(oid.Value) ?? oid.FriendlyName ?? "of explicit parameters");
        }
    }

    private static ECDsa ReadPrivateKey(PemBlock block, string? curveBefore, ReadOnlySpan<char> passphrase)
    {
        byte[]? decrypted = null;
        try
        {
            ReadOnlyMemory<byte> der = block.Bytes;
            bool isOldEncryption = block.Headers.TryGetValue("DEK-Info", out string? dekInfo);
            bool isEncrypted = isOldEncryption || block.Label == "ENCRYPTED PRIVATE KEY";
            if (isEncrypted)
            {
                der = decrypted = Decrypt(der, dekInfo, passphrase);
            }

            try
            {
                return block.Label == "EC PRIVATE KEY" ? ReadSec1(der, curveBefore) : ReadPkcs8(der);
            }
            catch (AsnContentException e) when (isEncrypted)
            {
                // One wrong passphrase in 256 leaves padding that looks right.
                throw KeyErrors.PassphraseWrong(e);
            }
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw KeyErrors.Malformed("its ASN.1 cannot be read", e);
        }
        finally
        {
            PlatformCrypto.Zero(decrypted);
        }
    }

    private static byte[] Decrypt(ReadOnlyMemory<byte> der, string? dekInfo, ReadOnlySpan<char> passphrase)
    {
        if (passphrase.IsEmpty)
        {
            throw KeyErrors.PassphraseMissing();
        }

        byte[] utf8 = [];
        try
        {
            utf8 = new byte[Compatibility.Text.Utf8Length(passphrase)];
            _ = Compatibility.Text.ToUtf8(passphrase, utf8);
            return dekInfo is null ? KeyDecryption.DecryptPkcs8(der, utf8) : KeyDecryption.DecryptPem(dekInfo, der, utf8);
        }
        catch (EncoderFallbackException e)
        {
            throw KeyErrors.PassphraseWrong(e);
        }
        finally
        {
            PlatformCrypto.Zero(utf8);
        }
    }

    private static ECDsa ReadPkcs8(ReadOnlyMemory<byte> der)
    {
        AsnReader info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        _ = info.ReadInteger();
        AsnReader algorithm = info.ReadSequence();
        string oid = algorithm.ReadObjectIdentifier();
        if (oid is not ("1.2.840.10045.2.1" or "1.3.132.1.12"))
        {
            throw oid switch
            {
                "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.10" => KeyErrors.Rsa(),
                "1.3.101.112" => KeyErrors.Algorithm("Ed25519"),
                "1.3.101.110" => KeyErrors.Algorithm("X25519"),
                "1.2.840.10040.4.1" => KeyErrors.Algorithm("DSA"),
                _ => KeyErrors.Algorithm($"the algorithm {oid}"),
            };
        }

        string? curve = ReadCurve(algorithm);
        return info.TryReadPrimitiveOctetString(out ReadOnlyMemory<byte> sec1)
            ? ReadSec1(sec1, curve)
            : throw KeyErrors.Malformed("its PKCS#8 holds no key");
    }

    private static ECDsa ReadSec1(ReadOnlyMemory<byte> der, string? curve)
    {
        AsnReader key = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        _ = key.ReadInteger();
        if (!key.TryReadPrimitiveOctetString(out ReadOnlyMemory<byte> privateKey))
        {
            throw KeyErrors.Malformed("its private number is written in pieces");
        }

        ReadOnlyMemory<byte> point = default;
        while (key.HasData)
        {
            Asn1Tag tag = key.PeekTag();
            if (tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                curve = ReadCurve(key.ReadSequence(tag));
            }
            else if (tag.HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                _ = key.ReadSequence(tag).TryReadPrimitiveBitString(out _, out point);
            }
            else
            {
                _ = key.ReadEncodedValue();
            }
        }

        // A key that names no curve is told by its length, which RFC 5915 fixes at that of the curve's order.
        if (curve is null && privateKey.Length != CoordinateLength)
        {
            throw KeyErrors.Curve($"of a key of {privateKey.Length * 8} bits");
        }

        if (curve is not null && curve != P384)
        {
            throw KeyErrors.Curve(CurveName(curve) ?? curve);
        }

        return Import(privateKey.Span, point.Span);
    }

    private static ECDsa Import(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> point)
    {
        ECParameters parameters = new() { Curve = ECCurve.NamedCurves.nistP384, D = ToFixedLength(privateKey) };

        // An uncompressed point; from a compressed one, or none, the platform computes its own.
        if (point.Length == 1 + (2 * CoordinateLength) && point[0] == 4)
        {
            parameters.Q = new ECPoint
            {
                X = point.Slice(1, CoordinateLength).ToArray(),
                Y = point.Slice(1 + CoordinateLength).ToArray(),
            };
        }

        ECDsa key = ECDsa.Create();
        try
        {
            PlatformCrypto.ImportPrivateKey(key, parameters);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw KeyErrors.Unusable(e);
        }
        finally
        {
            PlatformCrypto.Zero(parameters.D);
        }
    }

    /// <summary>The number in 48 bytes: some writers drop leading zeros, some add one.</summary>
    private static byte[] ToFixedLength(ReadOnlySpan<byte> number)
    {
        while (number.Length > CoordinateLength && number[0] == 0)
        {
            number = number.Slice(1);
        }

        if (number.Length > CoordinateLength)
        {
            throw KeyErrors.Malformed("its private number is longer than the curve's");
        }

        byte[] padded = new byte[CoordinateLength];
        number.CopyTo(padded.AsSpan(CoordinateLength - number.Length));
        return padded;
    }

    private static string? ReadCurveName(ReadOnlyMemory<byte> der)
    {
        try
        {
            return ReadCurve(new AsnReader(der, AsnEncodingRules.BER));
        }
        catch (AsnContentException e)
        {
            throw KeyErrors.Malformed("its EC PARAMETERS cannot be read", e);
        }
    }

    private static string? ReadCurve(AsnReader parameters)
    {
        if (!parameters.HasData || parameters.PeekTag() == Asn1Tag.Null)
        {
            return null;
        }

        return parameters.PeekTag() == Asn1Tag.ObjectIdentifier
            ? parameters.ReadObjectIdentifier()
            : throw KeyErrors.Curve("written out as explicit parameters instead of the name secp384r1");
    }

    private static string? CurveName(string? oid) => oid switch
    {
        "1.2.840.10045.3.1.7" => "P-256 (prime256v1)",
        "1.3.132.0.35" => "P-521 (secp521r1)",
        "1.3.132.0.10" => "secp256k1",
        "1.3.132.0.33" => "P-224 (secp224r1)",
        "1.3.36.3.3.2.8.1.1.11" => "brainpoolP384r1",
        _ => oid,
    };
}
