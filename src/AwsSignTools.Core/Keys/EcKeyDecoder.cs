using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>Decodes the ASN.1 of EC private keys, and refuses any that is not on P-384 in its own words.</summary>
internal static class EcKeyDecoder
{
    /// <summary>The number of the curve P-384 (secp384r1).</summary>
    public const string P384 = "1.3.132.0.34";

    private const int CoordinateLength = 48;

    /// <summary>The key of a PrivateKeyInfo (RFC 5958 section 2).</summary>
    /// <exception cref="AsnContentException">It is not ASN.1 of that form.</exception>
    public static ECDsa DecodePkcs8(ReadOnlyMemory<byte> der)
    {
        AsnReader info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        _ = info.ReadInteger();
        AsnReader algorithm = info.ReadSequence();
        string oid = algorithm.ReadObjectIdentifier();
        if (oid is not ("1.2.840.10045.2.1" or "1.3.132.1.12"))
        {
            string name = AlgorithmName(oid);
            throw name == "RSA" ? KeyErrors.Rsa() : KeyErrors.Algorithm(name);
        }

        string? curve = ReadCurve(algorithm);
        return info.TryReadPrimitiveOctetString(out ReadOnlyMemory<byte> sec1)
            ? DecodeSec1(sec1, curve)
            : throw KeyErrors.Malformed("its PKCS#8 holds no key");
    }

    /// <summary>The key of an ECPrivateKey (RFC 5915 section 3).</summary>
    /// <param name="der">The key.</param>
    /// <param name="curve">The curve that was named outside of it; null if none was.</param>
    /// <exception cref="AsnContentException">It is not ASN.1 of that form.</exception>
    public static ECDsa DecodeSec1(ReadOnlyMemory<byte> der, string? curve)
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

    /// <summary>The key of a SubjectPublicKeyInfo (RFC 5480).</summary>
    /// <exception cref="AsnContentException">It is not ASN.1 of that form.</exception>
    /// <exception cref="CryptographicException">The point is not on the curve.</exception>
    public static ECDsa DecodePublicKey(ReadOnlyMemory<byte> der)
    {
        AsnReader info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        AsnReader algorithm = info.ReadSequence();
        string oid = algorithm.ReadObjectIdentifier();
        if (oid is not ("1.2.840.10045.2.1" or "1.3.132.1.12"))
        {
            throw PublicKeyErrors.Algorithm(AlgorithmName(oid));
        }

        string? curve = ReadPublicCurve(algorithm);
        if (curve != P384)
        {
            throw PublicKeyErrors.Curve(CurveName(curve) ?? "of explicit parameters");
        }

        byte[] point = info.ReadBitString(out _);
        if (point.Length != 1 + (2 * CoordinateLength) || point[0] != 4)
        {
            throw PublicKeyErrors.Malformed("its point is not written as 97 bytes that begin with 04 (uncompressed)");
        }

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportParameters(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP384,
                Q = new ECPoint
                {
                    X = point.AsSpan(1, CoordinateLength).ToArray(),
                    Y = point.AsSpan(1 + CoordinateLength).ToArray(),
                },
            });
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static string? ReadPublicCurve(AsnReader algorithm) =>
        algorithm.HasData && algorithm.PeekTag() == Asn1Tag.ObjectIdentifier ? algorithm.ReadObjectIdentifier() : null;

    private static string AlgorithmName(string oid) => oid switch
    {
        "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.10" => "RSA",
        "1.3.101.112" => "Ed25519",
        "1.3.101.110" => "X25519",
        "1.2.840.10040.4.1" => "DSA",
        _ => $"the algorithm {oid}",
    };

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

    /// <summary>The curve that an EC PARAMETERS block names.</summary>
    public static string? DecodeCurve(ReadOnlyMemory<byte> der)
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

    /// <summary>The curve of a key that is not on P-384; null for one that is.</summary>
    /// <exception cref="CryptographicException">The platform does not say it.</exception>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform does not say it.</exception>
    public static string? OtherCurveOf(ECDsa key)
    {
        Oid oid = key.ExportParameters(includePrivateParameters: false).Curve.Oid ?? new Oid();

        // Windows names its curves and gives no number for them.
        return oid.Value == P384 || oid.FriendlyName is "nistP384" or "ECDSA_P384" or "ECDH_P384" or "secp384r1"
            ? null
            : CurveName(oid.Value) ?? oid.FriendlyName ?? "of explicit parameters";
    }

    /// <summary>What people call a curve; its number where it has no name here.</summary>
    public static string? CurveName(string? oid) => oid switch
    {
        "1.2.840.10045.3.1.7" => "P-256 (prime256v1)",
        "1.3.132.0.35" => "P-521 (secp521r1)",
        "1.3.132.0.10" => "secp256k1",
        "1.3.132.0.33" => "P-224 (secp224r1)",
        "1.3.36.3.3.2.8.1.1.11" => "brainpoolP384r1",
        _ => oid,
    };
}
