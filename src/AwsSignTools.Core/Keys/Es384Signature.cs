using System;
using System.Security.Cryptography;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>An ES384 signature taken apart: R and S of 48 bytes each (RFC 7518 section 3.4), and the other forms people send it in.</summary>
internal static class Es384Signature
{
    /// <summary>The length of R‖S, in bytes.</summary>
    public const int Length = PlatformCrypto.Es384SignatureLength;

    private const int NumberLength = Length / 2;

    // The order of P-384 (FIPS 186-4, D.1.2.4): R and S are 1 to one less.
    private static ReadOnlySpan<byte> Order =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xC7, 0x63, 0x4D, 0x81, 0xF4, 0x37, 0x2D, 0xDF,
        0x58, 0x1A, 0x0D, 0xB2, 0x48, 0xB0, 0xA7, 0x7A, 0xEC, 0xEC, 0x19, 0x6A, 0xCC, 0xC5, 0x29, 0x73,
    ];

    /// <summary>True if the bytes are R‖S with numbers that a signature can have. No platform is asked: some accept what others do not.</summary>
    public static bool IsInRange(ReadOnlySpan<byte> signature) =>
        signature.Length == Length && IsNumberInRange(signature.Slice(0, NumberLength)) && IsNumberInRange(signature.Slice(NumberLength));

    /// <summary>True if the bytes are the key's signature of the data; false for any other bytes.</summary>
    /// <param name="key">A key on P-384.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">R‖S.</param>
    /// <param name="hash">The hash; SHA-384 but for what is no ES384.</param>
    public static bool Verify(ECDsa key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash) =>
        IsInRange(signature) && PlatformCrypto.VerifyEcdsa(key, data, signature, hash);

    /// <summary>Makes R‖S of the DER form: a SEQUENCE of two INTEGERs, nothing behind. False for any other bytes.</summary>
    public static bool TryFromDer(ReadOnlySpan<byte> der, Span<byte> signature)
    {
        signature.Clear();
        return TryTake(ref der, 0x30, out ReadOnlySpan<byte> numbers)
            && der.IsEmpty
            && TryTake(ref numbers, 0x02, out ReadOnlySpan<byte> r)
            && TryTake(ref numbers, 0x02, out ReadOnlySpan<byte> s)
            && numbers.IsEmpty
            && TryPut(r, signature.Slice(0, NumberLength))
            && TryPut(s, signature.Slice(NumberLength));
    }

    private static bool IsNumberInRange(ReadOnlySpan<byte> number)
    {
        int any = 0;
        foreach (byte b in number)
        {
            any |= b;
        }

        return any != 0 && number.SequenceCompareTo(Order) < 0;
    }

    // A signature of P-384 has 104 bytes at most: a length takes one byte, or, as careless writers do, 81 and one.
    private static bool TryTake(ref ReadOnlySpan<byte> der, byte tag, out ReadOnlySpan<byte> contents)
    {
        contents = default;
        if (der.Length < 2 || der[0] != tag)
        {
            return false;
        }

        int header = der[1] == 0x81 && der.Length > 2 ? 3 : 2;
        int length = der[header - 1];
        if ((header == 2 && length > 0x7F) || der.Length < header + length)
        {
            return false;
        }

        contents = der.Slice(header, length);
        der = der.Slice(header + length);
        return true;
    }

    private static bool TryPut(ReadOnlySpan<byte> number, Span<byte> destination)
    {
        while (!number.IsEmpty && number[0] == 0)
        {
            number = number.Slice(1);
        }

        if (number.Length > destination.Length)
        {
            return false;
        }

        number.CopyTo(destination.Slice(destination.Length - number.Length));
        return true;
    }
}
