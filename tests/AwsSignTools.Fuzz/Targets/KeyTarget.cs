using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Fuzz.Support;
using AwsSignTools.Keys;

namespace AwsSignTools.Fuzz.Targets;

/// <summary>
/// PEM text with keys. After a first byte below the number of labels DER, which is put into a block of that label. The platform is the second opinion on
/// DER: what it imports as a key on P-384 is read as the same key.
/// </summary>
internal sealed class KeyTarget : FuzzTarget
{
    private const string Passphrase = "fuzz";
    private const int MostIterations = 5_000;
    private const string P384 = "1.3.132.0.34";

    private static readonly string[] Labels =
        ["PRIVATE KEY", "EC PRIVATE KEY", "PUBLIC KEY", "ENCRYPTED PRIVATE KEY", "EC PARAMETERS", "CERTIFICATE"];

    private static readonly HashSet<string> PrivateIds = new(StringComparer.Ordinal)
    {
        "PrivateKeyNotPem", "PrivateKeyMalformed", "PrivateKeyIsRsa", "PrivateKeyAlgorithmInvalid", "PrivateKeyCurveInvalid", "PrivateKeyIsPublicKey",
        "PrivateKeyIsCertificate", "PrivateKeyIsOpenSsh", "PrivateKeyPassphraseMissing", "PrivateKeyPassphraseWrong", "PrivateKeyEncryptionUnsupported",
        "PrivateKeyUnusable",
    };

    private static readonly HashSet<string> PublicIds = new(PrivateIds, StringComparer.Ordinal)
    {
        "PublicKeyNotPem", "PublicKeyMalformed", "PublicKeyAlgorithmInvalid", "PublicKeyCurveInvalid", "PublicKeyIsCertificate", "PublicKeyIsOpenSsh",
        "PublicKeyUnusable",
    };

    private delegate ECDsa KeyReader(ReadOnlySpan<char> pem, ReadOnlySpan<char> passphrase);

    private delegate void PlatformImport(ECDsa key, ReadOnlySpan<byte> der, out int read);

    /// <inheritdoc/>
    public override string Name => "keys";

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        bool isDer = input[0] < Labels.Length;
        byte[] der = input[1..];
        string text = isDer ? PemEncoding.WriteString(Labels[input[0]], der) : Encoding.UTF8.GetString(input);
        if (TakesLong(text))
        {
            return;
        }

        CheckBlocks(text);
        ECParameters? key = CheckPrivate(text);
        ECParameters? publicKey = CheckPublic(text);
        if (isDer)
        {
            CheckAgainstPlatform(Labels[input[0]], der, key, publicKey);
        }
    }

    // Every block that the platform's strict reader finds is found.
    private static void CheckBlocks(string text)
    {
        List<(string Label, string Bytes)> read = [];
        ReadOnlySpan<char> rest = text;
        while (PemReader.ReadNext(ref rest) is { } block)
        {
            using (block)
            {
                read.Add((block.Label, Convert.ToBase64String(block.Bytes.Span)));
            }
        }

        rest = text;
        while (PemEncoding.TryFind(rest, out PemFields found))
        {
            byte[] bytes = Convert.FromBase64String(rest[found.Base64Data].ToString());
            Property.Holds(
                read.Contains((rest[found.Label].ToString(), Convert.ToBase64String(bytes))), $"The block {rest[found.Label]} that the platform finds is found.");
            rest = rest[found.Location.End..];
        }
    }

    private static ECParameters? CheckPrivate(string text)
    {
        Outcome outcome = Property.Bounded(text.Length, 64, () => Read(EcPrivateKeyReader.Read, text));
        Property.Holds(outcome.Id is null || PrivateIds.Contains(outcome.Id), $"The reader of private keys has only documented failures, not {outcome.Id}.");
        CheckMessages(outcome, text);
        foreach (string other in Rewritten(text))
        {
            Outcome rewritten = Read(EcPrivateKeyReader.Read, other);
            Property.AreEqual(outcome.Id, rewritten.Id, "A key is read whatever its line ends are and whatever text is around it.");
            AreSame(outcome.Key, rewritten.Key, withPrivate: true);
        }

        if (outcome.Key is { } key)
        {
            CheckKey(key);
        }

        return outcome.Key;
    }

    private static ECParameters? CheckPublic(string text)
    {
        Outcome outcome = Read(EcPublicKeyReader.Read, text);
        Property.Holds(outcome.Id is null || PublicIds.Contains(outcome.Id), $"The reader of public keys has only documented failures, not {outcome.Id}.");
        CheckMessages(outcome, text);
        if (outcome.Key is { } key)
        {
            AreSame(key, Read(EcPublicKeyReader.Read, EcKeyEncoder.PublicPem(key)).Key, withPrivate: false);
        }

        return outcome.Key;
    }

    // A key that is read is a pair, and stays the same when it is written and read.
    private static void CheckKey(ECParameters key)
    {
        Property.AreEqual(48, key.D!.Length, "A private number takes 48 bytes.");
        Property.Holds(key.Q.X is not null && key.Q.Y is not null, "A private key has its public point.");
        AreSame(key, Read(EcPrivateKeyReader.Read, Encoding.ASCII.GetString(EcKeyEncoder.PrivatePem(key, default))).Key, withPrivate: true);
        using ECDsa pair = ECDsa.Create(key);
        using ECDsa verifier = ECDsa.Create(new ECParameters { Curve = key.Curve, Q = key.Q });
        byte[] data = [1, 2, 3];
        Property.Holds(verifier.VerifyData(data, pair.SignData(data, HashAlgorithmName.SHA384), HashAlgorithmName.SHA384), "The public point is that of the private number.");
    }

    private static void CheckAgainstPlatform(string label, byte[] der, ECParameters? key, ECParameters? publicKey)
    {
        PlatformImport? import = label switch
        {
            "PRIVATE KEY" => static (ECDsa k, ReadOnlySpan<byte> d, out int read) => k.ImportPkcs8PrivateKey(d, out read),
            "EC PRIVATE KEY" => static (ECDsa k, ReadOnlySpan<byte> d, out int read) => k.ImportECPrivateKey(d, out read),
            "ENCRYPTED PRIVATE KEY" => static (ECDsa k, ReadOnlySpan<byte> d, out int read) => k.ImportEncryptedPkcs8PrivateKey(Passphrase, d, out read),
            "PUBLIC KEY" => static (ECDsa k, ReadOnlySpan<byte> d, out int read) => k.ImportSubjectPublicKeyInfo(d, out read),
            _ => null,
        };
        if (import is null)
        {
            return;
        }

        bool isPrivate = label != "PUBLIC KEY";
        using ECDsa platform = ECDsa.Create();
        ECParameters expected;
        try
        {
            import(platform, der, out int read);
            expected = platform.ExportParameters(isPrivate);
            if (read != der.Length || expected.Curve.Oid?.Value != P384)
            {
                return;
            }
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return;
        }

        AreSame(expected, isPrivate ? key : publicKey, isPrivate);
    }

    private static Outcome Read(KeyReader reader, string text)
    {
        try
        {
            using ECDsa key = reader(text, Passphrase);
            ECParameters parameters = key.ExportParameters(includePrivateParameters: reader == EcPrivateKeyReader.Read);
            Property.AreEqual(P384, parameters.Curve.Oid.Value, "A key that is read is on P-384.");
            return new Outcome(null, parameters, null);
        }
        catch (InvalidInputException e)
        {
            return new Outcome(e.Finding.Id, null, e);
        }
    }

    // The same text as other editors, shells and variables have it.
    private static IEnumerable<string> Rewritten(string text)
    {
        yield return "Bag Attributes\n" + text;
        yield return text + "\ntext";
        if (!text.Contains('\\', StringComparison.Ordinal) && !text.Contains('\r', StringComparison.Ordinal))
        {
            yield return text.Replace("\n", "\r\n", StringComparison.Ordinal);
            yield return text.Replace("\n", "\\n", StringComparison.Ordinal);
        }
    }

    private static void AreSame(ECParameters? expected, ECParameters? actual, bool withPrivate)
    {
        const string Statement = "It is the same key.";
        Property.AreEqual(expected is null, actual is null, Statement);
        if (expected is { } left && actual is { } right)
        {
            Property.AreSameBytes(left.Q.X, right.Q.X, Statement);
            Property.AreSameBytes(left.Q.Y, right.Q.Y, Statement);
            if (withPrivate)
            {
                Property.AreSameBytes(left.D, right.D, Statement);
            }
        }
    }

    // The base64 of a key is secret. The name of a cipher is shown, and may be any text.
    private static void CheckMessages(Outcome outcome, string text)
    {
        const int Shown = 16;
        if (outcome.Failure is not { } failure || text.Contains("DEK-Info", StringComparison.Ordinal))
        {
            return;
        }

        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '+' or '/' or '='))
            {
                continue;
            }

            if (i - start >= Shown)
            {
                Property.Conceals(failure, text.Substring(start, Shown));
                Property.Conceals(failure.Finding, text.Substring(start, Shown));
            }

            start = i + 1;
        }
    }

    // A key may ask for ten million iterations, which are no use here.
    private static bool TakesLong(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (PemReader.ReadNext(ref rest) is { } block)
        {
            using (block)
            {
                if (block.Label == "ENCRYPTED PRIVATE KEY" && IterationsOf(block.Bytes) > MostIterations)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static BigInteger IterationsOf(ReadOnlyMemory<byte> der)
    {
        try
        {
            AsnReader scheme = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            _ = scheme.ReadObjectIdentifier();
            AsnReader derivation = scheme.ReadSequence().ReadSequence();
            _ = derivation.ReadObjectIdentifier();
            AsnReader parameters = derivation.ReadSequence();
            _ = parameters.ReadOctetString();
            return parameters.ReadInteger();
        }
        catch (AsnContentException)
        {
            return 0;
        }
    }

    private readonly record struct Outcome(string? Id, ECParameters? Key, InvalidInputException? Failure);
}
