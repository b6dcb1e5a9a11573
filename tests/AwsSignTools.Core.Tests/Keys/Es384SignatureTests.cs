using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using AwsSignTools.Keys;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AwsSignTools.Core.Tests.Keys;

public sealed class Es384SignatureTests : IDisposable
{
    private static readonly byte[] Data = [1, 2, 3];

    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973",
        System.Globalization.NumberStyles.HexNumber,
        System.Globalization.CultureInfo.InvariantCulture);

    private readonly ECDsa _key = EcPrivateKeyReader.Read(TestKeys.Sec1);

    public static TheoryData<string> Edges => ["zero", "one", "order-1", "order", "order+1", "all"];

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_signature_is_the_keys_over_its_data_only()
    {
        byte[] signature = _key.SignData(Data, HashAlgorithmName.SHA384);

        Assert.True(Es384Signature.Verify(_key, Data, signature, HashAlgorithmName.SHA384));
        Assert.False(Es384Signature.Verify(_key, [1, 2], signature, HashAlgorithmName.SHA384));
        Assert.False(Es384Signature.Verify(_key, Data, signature, HashAlgorithmName.SHA256));
        using ECDsa other = EcPrivateKeyReader.Read(TestKeys.WithParameters);
        Assert.False(Es384Signature.Verify(other, Data, signature, HashAlgorithmName.SHA384));
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_number_that_no_signature_has_is_false_and_never_an_exception(string edge)
    {
        byte[] signature = _key.SignData(Data, HashAlgorithmName.SHA384);
        byte[] number = Number(edge switch
        {
            "zero" => BigInteger.Zero,
            "one" => BigInteger.One,
            "order-1" => Order - 1,
            "order" => Order,
            "order+1" => Order + 1,
            _ => BigInteger.Pow(2, 384) - 1,
        });
        bool isPossible = edge is "one" or "order-1";
        foreach (byte[] changed in new byte[][] { [.. number, .. signature[48..]], [.. signature[..48], .. number], [.. number, .. number] })
        {
            Assert.Equal(isPossible, Es384Signature.IsInRange(changed));
            Assert.False(Es384Signature.Verify(_key, Data, changed, HashAlgorithmName.SHA384));
            Assert.False(TheirVerdict(changed));
        }
    }

    // s and n − s are both signatures of the same data; ECDSA has two of each, and Microsoft.IdentityModel takes both as well.
    [Fact]
    public void The_other_S_is_a_signature_too()
    {
        byte[] signature = _key.SignData(Data, HashAlgorithmName.SHA384);
        byte[] other = [.. signature[..48], .. Number(Order - new BigInteger(signature.AsSpan(48), isUnsigned: true, isBigEndian: true))];

        Assert.True(Es384Signature.Verify(_key, Data, other, HashAlgorithmName.SHA384));
        Assert.True(TheirVerdict(other));
    }

    [Fact]
    public void Another_length_is_false()
    {
        byte[] signature = _key.SignData(Data, HashAlgorithmName.SHA384);
        for (int length = 0; length < 200; length++)
        {
            byte[] resized = [.. signature.Take(length), .. new byte[Math.Max(0, length - 96)]];
            Assert.Equal(length == 96, Es384Signature.Verify(_key, Data, resized, HashAlgorithmName.SHA384));
        }

        // The same numbers with zeros in front of each.
        Assert.False(Es384Signature.Verify(_key, Data, [0, .. signature[..48], 0, .. signature[48..]], HashAlgorithmName.SHA384));
    }

    [Fact]
    public void DER_of_the_platform_becomes_raw_however_long_its_numbers_are()
    {
        HashSet<int> lengths = [];
        for (int i = 0; i < 400; i++)
        {
            byte[] data = BitConverter.GetBytes(i);
            byte[] der = _key.SignData(data, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
            byte[] raw = new byte[96];

            Assert.True(Es384Signature.TryFromDer(der, raw));
            Assert.True(Es384Signature.Verify(_key, data, raw, HashAlgorithmName.SHA384));
            _ = lengths.Add(der.Length);
        }

        Assert.InRange(lengths.Count, 3, 8);
    }

    [Fact]
    public void What_is_nearly_DER_is_not()
    {
        byte[] der = _key.SignData(Data, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
        byte[] raw = new byte[96];

        Assert.False(Es384Signature.TryFromDer([], raw));
        Assert.False(Es384Signature.TryFromDer([.. der, 0], raw));
        Assert.False(Es384Signature.TryFromDer([0x31, .. der[1..]], raw));
        Assert.False(Es384Signature.TryFromDer([0x30, 0x00], raw));
        Assert.False(Es384Signature.TryFromDer([0x30, 0x80, .. der[2..]], raw));
        Assert.False(Es384Signature.TryFromDer([0x30, 0x82, 0x00, der[1], .. der[2..]], raw));
        Assert.True(Es384Signature.TryFromDer([0x30, 0x81, .. der[1..]], raw));
        for (int i = 0; i < der.Length; i++)
        {
            Assert.False(Es384Signature.TryFromDer(der.AsSpan(0, i), raw));
        }

        // Numbers longer than the curve's.
        Assert.False(Es384Signature.TryFromDer([0x30, 56, 0x02, 49, 1, .. new byte[48], 0x02, 3, 0, 0, 1], raw));
    }

    private bool TheirVerdict(byte[] signature)
    {
        ECDsaSecurityKey key = new(_key);
        using CryptoProviderFactoryScope scope = new(key);
        try
        {
            return scope.Provider.Verify(Data, signature);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static byte[] Number(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[48 - bytes.Length], .. bytes];
    }

    private sealed class CryptoProviderFactoryScope : IDisposable
    {
        private readonly CryptoProviderFactory _factory = new() { CacheSignatureProviders = false };

        public CryptoProviderFactoryScope(SecurityKey key) => Provider = _factory.CreateForVerifying(key, "ES384");

        public SignatureProvider Provider { get; }

        public void Dispose() => _factory.ReleaseSignatureProvider(Provider);
    }
}
