using System;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Keys;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Ivs;

/// <summary>
/// Checks the signature of a token: its form, and, given a key, whether it is the key's. If it is not, the mistakes that people make are
/// made again one by one, to name the one that explains it.
/// </summary>
/// <param name="header">The first part, as it is written.</param>
/// <param name="payload">The second part, as it is written.</param>
/// <param name="signature">The signature's bytes.</param>
internal sealed class IvsSignatureCheck(string header, string payload, byte[] signature)
{
    /// <summary>The rule that its findings carry.</summary>
    public const string Statement =
        "The third part of a token is the ES384 signature of the first two, as they are written, with the dot between: R and S, 48 bytes each.";

    private const string LibraryRemedy = "Sign with New-IvsPlaybackToken, or leave the signing to a JWT library.";

    /// <summary>Checks the signature.</summary>
    /// <param name="key">The key; null if there is none.</param>
    /// <param name="algorithm">The alg of the header: a signature of another algorithm has another form, and is told as that.</param>
    /// <param name="findings">Where what is found goes.</param>
    /// <returns>True if the token has the key's signature as ES384 wants it; null without a key.</returns>
    public bool? Check(ECDsa? key, string? algorithm, ref FindingCollector findings)
    {
        byte[] data = Encoding.UTF8.GetBytes($"{header}.{payload}");
        if (signature.Length == Es384Signature.Length && Es384Signature.IsInRange(signature))
        {
            bool? isValid = key is null ? null : Es384Signature.Verify(key, data, signature, HashAlgorithmName.SHA384);
            if (isValid == false)
            {
                findings.Add(Explain(key!, data, signature));
            }

            return isValid;
        }

        if (TryRecover(out string form, out byte[] raw))
        {
            bool? isKeys = key is null ? null : Es384Signature.Verify(key, data, raw, HashAlgorithmName.SHA384);
            string whose = isKeys is null ? string.Empty
                : isKeys.Value ? " But for that it is this key's signature."
                : " Apart from that it is not this key's signature either.";
            if (form == "DER")
            {
                findings.Error(
                    "IvsSignatureIsDer",
                    signature.Length,
                    $"The signature is written in DER (an ASN.1 SEQUENCE), as OpenSSL and Java make it; ES384 wants the {Es384Signature.Length} raw bytes of R and S.{whose}",
                    "Convert it to raw R||S (IEEE P1363): take the two INTEGERs out, each padded with zeros in front to 48 bytes; Java has SHA384withECDSAinP1363Format, Node.js dsaEncoding 'ieee-p1363'.");
            }
            else
            {
                findings.Error(
                    "IvsSignatureFormInvalid",
                    signature.Length,
                    $"The signature is written {form}; ES384 wants the {Es384Signature.Length} raw bytes of R and S.{whose}",
                    "Encode the raw bytes of R and S in base64url, once.");
            }

            return isKeys is null ? null : false;
        }

        if (algorithm == "ES384")
        {
            ReportLength(ref findings);
        }

        return key is null ? null : false;
    }

    private void ReportLength(ref FindingCollector findings)
    {
        if (signature.Length == 0)
        {
            findings.Error("IvsSignatureMissing", null, "The token has no signature: its third part is empty.", LibraryRemedy);
        }
        else if (signature.Length == Es384Signature.Length)
        {
            findings.Error(
                "IvsSignatureOutOfRange",
                signature.Length,
                "The signature's R or S is zero, or not below the order of P-384: no key makes such a signature.",
                "Make the token anew; this one is damaged, or forged.");
        }
        else
        {
            string likely = signature.Length switch
            {
                64 => " That is the length of ES256: the key is on the curve P-256.",
                132 => " That is the length of ES512: the key is on the curve P-521.",
                32 => " That is the length of HS256, a signature with a shared secret.",
                48 => " That is the length of HS384, a signature with a shared secret, or of R alone.",
                128 or 256 or 384 or 512 => " That is the length of an RSA signature.",
                > 96 and < 108 when signature[0] == 0x30 => " It begins like DER, but is damaged.",
                < Es384Signature.Length => " The token may have been cut.",
                _ => string.Empty,
            };
            findings.Error(
                "IvsSignatureLengthInvalid",
                signature.Length,
                $"The signature has {signature.Length} bytes; one of ES384 has {Es384Signature.Length}.{likely}",
                "Sign with the private key of a P-384 pair (New-IvsPlaybackKeyPair makes one), and copy the token whole.");
        }
    }

    /// <summary>R‖S from the other forms a signature is sent in.</summary>
    private bool TryRecover(out string form, out byte[] raw)
    {
        raw = new byte[Es384Signature.Length];
        form = "DER";
        if (Es384Signature.TryFromDer(signature, raw))
        {
            return Es384Signature.IsInRange(raw);
        }

        // Text of the bytes, encoded again.
        if (!IsAscii(signature))
        {
            return false;
        }

        string text = Text.FromAscii(signature);
        form = "as hexadecimal digits";
        if (text.Length == Es384Signature.Length * 2 && Hex.TryDecode(text.AsSpan(), raw))
        {
            return Es384Signature.IsInRange(raw);
        }

        form = "in base64 twice";
        return Base64Url.Decode(text.AsSpan().TrimEnd('=')) is { } once
            && (once.Length == Es384Signature.Length ? Put(once, raw) : Es384Signature.TryFromDer(once, raw))
            && Es384Signature.IsInRange(raw);

        static bool Put(byte[] from, byte[] to)
        {
            from.CopyTo(to, 0);
            return true;
        }
    }

    private Finding Explain(ECDsa key, byte[] data, byte[] raw) =>
        ExplainHash(key, data, raw) ?? ExplainOrder(key, data, raw) ?? ExplainInput(key, raw) ?? Mistake(
            "IvsSignatureMismatch",
            "The signature is not one of this key's over this header and these claims: it was made with the private key of another pair, or the token was changed, or cut and mended, after it was signed.",
            "Check that this public key belongs to the private key that signed, and that it is the one imported into IVS in the channel's account and region; then make the token anew.");

    private static Finding? ExplainHash(ECDsa key, byte[] data, byte[] raw)
    {
        foreach (HashAlgorithmName hash in new[] { HashAlgorithmName.SHA256, HashAlgorithmName.SHA512, HashAlgorithmName.SHA1 })
        {
            if (Es384Signature.Verify(key, data, raw, hash))
            {
                return HashInvalid($"with the hash {hash.Name} in the place of SHA384");
            }
        }

        byte[] digest = PlatformCrypto.Sha384(data);
        return Es384Signature.Verify(key, digest, raw, HashAlgorithmName.SHA384)
            || Es384Signature.Verify(key, Encoding.ASCII.GetBytes(Hex.ToString(digest)), raw, HashAlgorithmName.SHA384)
            ? HashInvalid("over the hash of the token's two parts: it was hashed twice")
            : null;

        static Finding HashInvalid(string how) => Mistake(
            "IvsSignatureHashInvalid",
            $"The signature is this key's, but made {how}.",
            "Sign with SHA-384, once: a library that signs data hashes it itself. " + LibraryRemedy);
    }

    private static Finding? ExplainOrder(ECDsa key, byte[] data, byte[] raw)
    {
        const int Half = Es384Signature.Length / 2;
        byte[] other = new byte[Es384Signature.Length];
        raw.AsSpan(Half).CopyTo(other);
        raw.AsSpan(0, Half).CopyTo(other.AsSpan(Half));
        string? how = Es384Signature.Verify(key, data, other, HashAlgorithmName.SHA384) ? "S stands before R" : null;
        if (how is null)
        {
            raw.CopyTo(other, 0);
            Array.Reverse(other, 0, Half);
            Array.Reverse(other, Half, Half);
            how = Es384Signature.Verify(key, data, other, HashAlgorithmName.SHA384) ? "R and S are little-endian, their last byte first" : null;
        }

        if (how is null)
        {
            raw.CopyTo(other, 0);
            Array.Reverse(other);
            how = Es384Signature.Verify(key, data, other, HashAlgorithmName.SHA384) ? "all its bytes stand in the reverse order" : null;
        }

        return how is null ? null : Mistake(
            "IvsSignatureOrderInvalid", $"The signature is this key's, but {how}.", "Write R, then S, each as 48 bytes with the first byte first.");
    }

    private Finding? ExplainInput(ECDsa key, byte[] raw)
    {
        byte[] headerJson = Base64Url.Decode(header.AsSpan().TrimEnd('=')) ?? [];
        byte[] payloadJson = Base64Url.Decode(payload.AsSpan().TrimEnd('=')) ?? [];
        string standardHeader = Convert.ToBase64String(headerJson);
        string standardPayload = Convert.ToBase64String(payloadJson);
        string what =
            Is($"{ToUrl(standardHeader)}.{ToUrl(standardPayload)}") ? "the two parts with their padding (=), which was left out later"
            : Is($"{standardHeader}.{standardPayload}") ? "the two parts in plain base64 with its padding (=)"
            : Is($"{standardHeader.TrimEnd('=')}.{standardPayload.TrimEnd('=')}") ? "the two parts in plain base64, made base64url later"
            : Is($"{ToUrl(standardHeader).TrimEnd('=')}.{ToUrl(standardPayload).TrimEnd('=')}") ? "the two parts in base64url; they were encoded otherwise later"
            : Is($"{header}.{payload}\n") || Is($"{header}.{payload}\r\n") ? "the two parts and the end of a line (echo without -n)"
            : Is($"{header}.{payload}.") ? "the two parts and a second dot"
            : Is(header + payload) ? "the two parts without the dot between"
            : Is(payload) ? "the second part alone"
            : Is($"eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9.{payload}") ? "these claims with the header {\"alg\":\"ES384\",\"typ\":\"JWT\"}; the header was changed later"
            : IsBytes(headerJson, payloadJson, true) ? "the decoded JSON of the two parts, with a dot between"
            : IsBytes(headerJson, payloadJson, false) ? "the decoded JSON of the two parts"
            : IsBytes([], payloadJson, false) ? "the decoded JSON of the claims alone"
            : string.Empty;
        return what.Length == 0 ? null : Mistake(
            "IvsSignatureInputInvalid",
            $"The signature is this key's, but made over {what}.",
            "Sign the bytes of the first two parts as they are sent: base64url without padding, a dot between, nothing behind. " + LibraryRemedy);

        bool Is(string input) => Es384Signature.Verify(key, Encoding.UTF8.GetBytes(input), raw, HashAlgorithmName.SHA384);

        bool IsBytes(byte[] first, byte[] second, bool hasDot)
        {
            byte[] input = new byte[first.Length + (hasDot ? 1 : 0) + second.Length];
            first.CopyTo(input, 0);
            if (hasDot)
            {
                input[first.Length] = (byte)'.';
            }

            second.CopyTo(input, input.Length - second.Length);
            return Es384Signature.Verify(key, input, raw, HashAlgorithmName.SHA384);
        }

        static string ToUrl(string base64) => base64.Replace('+', '-').Replace('/', '_');
    }

    private static Finding Mistake(string id, string message, string remedy) =>
        new(id, FindingSeverity.Error, message, remedy, "Signature") { Rule = Statement };

    private static bool IsAscii(byte[] bytes)
    {
        foreach (byte b in bytes)
        {
            if (b >= 0x80)
            {
                return false;
            }
        }

        return bytes.Length > 0;
    }
}
