using System;
using System.Security.Cryptography;
#if !NET
using System.Buffers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#endif

namespace AwsSignTools.Platform;

/// <summary>The platform's cryptography behind one span-based face for both targets. Nothing is computed here by ourselves.</summary>
internal static class PlatformCrypto
{
    /// <summary>The length of a SHA-256 hash and of an HMAC-SHA-256, in bytes.</summary>
    public const int Sha256Length = 32;

    /// <summary>The length of an ES384 signature: R and S of 48 bytes each (RFC 7518 section 3.4).</summary>
    public const int Es384SignatureLength = 96;

    /// <summary>SHA-1 in lower-case hexadecimal: the name that the AWS CLI gives the file of a login; nothing else uses it.</summary>
    public static string Sha1Name(string text)
    {
#pragma warning disable CA1850, CA5350 // netstandard2.0 has no one-shot hash; the name is AWS's choice.
        using SHA1 sha1 = SHA1.Create();
        return Hex.ToString(sha1.ComputeHash(Text.StrictUtf8.GetBytes(text)));
#pragma warning restore CA1850, CA5350
    }

#if NET
    // One for each thread: the one-shot hash makes and frees a context each time, a seventh of what a canonical request's hash takes.
    [ThreadStatic]
    private static IncrementalHash? _sha256;

    /// <summary>SHA-256 of <paramref name="data"/>, which is no secret.</summary>
    public static void Sha256(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        // Given back only where all went well: what is in it after a failure must not get into the next hash.
        IncrementalHash sha256 = _sha256 ?? IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _sha256 = null;
        sha256.AppendData(data);
        _ = sha256.GetHashAndReset(hash);
        _sha256 = sha256;
    }

    /// <summary>SHA-256 of a secret, of which nothing is left in a hash that is kept.</summary>
    public static void Sha256OfSecret(ReadOnlySpan<byte> secret, Span<byte> hash) => SHA256.HashData(secret, hash);

    /// <summary>HMAC-SHA-256 of <paramref name="data"/>.</summary>
    public static void HmacSha256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac) =>
        HMACSHA256.HashData(key, data, mac);

    /// <summary>Overwrites a secret; the call is never optimised away.</summary>
    public static void Zero(Span<byte> secret) => CryptographicOperations.ZeroMemory(secret);

    /// <summary>Compares in a time that tells nothing of where the two differ.</summary>
    public static bool FixedTimeEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        CryptographicOperations.FixedTimeEquals(left, right);

    /// <summary>An ES384 signature as R‖S.</summary>
    public static void SignEs384(ECDsa key, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        if (!key.TrySignData(data, signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out int length)
            || length != Es384SignatureLength)
        {
            throw new CryptographicException("The platform did not return a 96-byte ES384 signature.");
        }
    }

    /// <summary>True if R‖S is the key's ECDSA signature of the data's hash; false for any other bytes, never an exception for them.</summary>
    public static bool VerifyEcdsa(ECDsa key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        try
        {
            return key.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Imports a private key; the platform computes a public point that is not there.</summary>
    public static void ImportPrivateKey(ECDsa key, ECParameters parameters) => key.ImportParameters(parameters);

    /// <summary>SHA-384 of <paramref name="data"/>.</summary>
    public static byte[] Sha384(ReadOnlySpan<byte> data) => SHA384.HashData(data);

    /// <summary>Fills with bytes that nobody can foresee.</summary>
    public static void FillRandom(byte[] bytes) => RandomNumberGenerator.Fill(bytes);

    /// <summary>PBKDF2 (RFC 8018 section 5.2).</summary>
    public static byte[] Pbkdf2(byte[] passphrase, byte[] salt, int iterations, HashAlgorithmName hash, int keyLength) =>
        Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, hash, keyLength);

    /// <summary>MD5, which the old encryption of PEM blocks is defined with; nothing else uses it.</summary>
#pragma warning disable CA5351
    public static byte[] Md5(ReadOnlySpan<byte> data) => MD5.HashData(data);
#pragma warning restore CA5351
#else
    // .NET Framework has no one-shot hash; an instance for each thread saves making one for each call.
    [ThreadStatic]
    private static SHA256? _sha256;

    /// <summary>SHA-256 of <paramref name="data"/>, which is no secret.</summary>
    public static void Sha256(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        // Given back only where all went well: what is in it after a failure must not get into the next hash.
        SHA256 sha256 = _sha256 ?? SHA256.Create();
        _sha256 = null;
        Compute(sha256, data, hash);
        _sha256 = sha256;
    }

    /// <summary>SHA-256 of a secret, of which nothing is left in a hash that is kept.</summary>
    public static void Sha256OfSecret(ReadOnlySpan<byte> secret, Span<byte> hash)
    {
        using SHA256 sha256 = SHA256.Create();
        Compute(sha256, secret, hash);
    }

    /// <summary>HMAC-SHA-256 of <paramref name="data"/>.</summary>
    public static void HmacSha256(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac)
    {
        using KeyedHmac hmac = new(key);
        hmac.Compute(data, mac);
    }

    /// <summary>Overwrites a secret; the call is never optimised away.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static void Zero(Span<byte> secret) => secret.Clear();

    /// <summary>Compares in a time that tells nothing of where the two differ.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool FixedTimeEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        int difference = 0;
        for (int i = 0; i < left.Length; i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
    }

    /// <summary>An ES384 signature as R‖S.</summary>
    public static void SignEs384(ECDsa key, ReadOnlySpan<byte> data, Span<byte> signature)
    {
        // ECDsa.SignData returns R‖S on every platform that has no DSASignatureFormat to choose with.
        byte[] result = key.SignData(data.ToArray(), HashAlgorithmName.SHA384);
        if (result.Length != Es384SignatureLength)
        {
            throw new CryptographicException("The platform did not return a 96-byte ES384 signature.");
        }

        result.CopyTo(signature);
    }

    /// <summary>True if R‖S is the key's ECDSA signature of the data's hash; false for any other bytes, never an exception for them.</summary>
    public static bool VerifyEcdsa(ECDsa key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        try
        {
            return key.VerifyData(data.ToArray(), signature.ToArray(), hash);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>SHA-384 of <paramref name="data"/>.</summary>
    public static byte[] Sha384(ReadOnlySpan<byte> data)
    {
        using SHA384 sha384 = SHA384.Create();
        return sha384.ComputeHash(data.ToArray());
    }

    /// <summary>Fills with bytes that nobody can foresee.</summary>
    public static void FillRandom(byte[] bytes)
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
    }

    /// <summary>Imports a private key; the platform computes a public point that is not there.</summary>
    public static void ImportPrivateKey(ECDsa key, ECParameters parameters)
    {
        // .NET Framework refuses a key without its point. Windows itself computes the point of a key blob whose point is all zeros,
        // which is how later versions of .NET import such a key there.
        if (parameters.Q.X is null && RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            parameters.Q = new ECPoint { X = new byte[parameters.D!.Length], Y = new byte[parameters.D.Length] };
        }

        key.ImportParameters(parameters);
    }

    /// <summary>PBKDF2 (RFC 8018 section 5.2).</summary>
    /// <exception cref="PlatformNotSupportedException">.NET Framework before 4.7.2, with another hash than SHA-1.</exception>
    public static byte[] Pbkdf2(byte[] passphrase, byte[] salt, int iterations, HashAlgorithmName hash, int keyLength)
    {
        // netstandard2.0 has the SHA-1 constructor only; .NET Framework 4.7.2 and every later platform have this one too.
        ConstructorInfo constructor = typeof(Rfc2898DeriveBytes).GetConstructor([typeof(byte[]), typeof(byte[]), typeof(int), typeof(HashAlgorithmName)])
            ?? throw new PlatformNotSupportedException("PBKDF2 with SHA-2 needs .NET Framework 4.7.2 or later.");
        try
        {
            using Rfc2898DeriveBytes pbkdf2 = (Rfc2898DeriveBytes)constructor.Invoke([passphrase, salt, iterations, hash]);
            return pbkdf2.GetBytes(keyLength);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw new CryptographicException(e.InnerException.Message, e.InnerException);
        }
    }

    /// <summary>MD5, which the old encryption of PEM blocks is defined with; nothing else uses it.</summary>
    public static byte[] Md5(ReadOnlySpan<byte> data)
    {
#pragma warning disable CA5351
        using MD5 md5 = MD5.Create();
#pragma warning restore CA5351
        byte[] hash = new byte[16];
        Compute(md5, data, hash);
        return hash;
    }

    /// <summary>Has an algorithm that takes arrays only hash a span.</summary>
    public static void Compute(HashAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> result)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(data.Length);
        try
        {
            data.CopyTo(copy);
            byte[] computed = algorithm.ComputeHash(copy, 0, data.Length);
            computed.CopyTo(result);
            Zero(computed);
        }
        finally
        {
            Zero(copy.AsSpan(0, data.Length));
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
#endif
}
