using System;
using System.Collections.Generic;
using System.Text;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;
using static AwsSignTools.Diagnosis.Inspect.SigningSteps;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Causes of wrong signatures in the steps of a signer that somebody wrote by hand: every value is right, and a step is not SigV4's.</summary>
internal static class StepCauses
{
    public static readonly SignatureCause[] Table =
    [
        new("The signing key was derived in another way than SigV4's.", FindKeys),
        new("The canonical request was written in another form than SigV4's.", FindRequests),
        new("The string to sign was written in another form than SigV4's.", FindStringsToSign),
        new("The signature was computed over another form of the string to sign.", FindSignatures),
    ];

    private static readonly (string Message, SigningSteps Steps)[] Keys =
    [
        ("without AWS4 before the secret", new() { DeriveKey = static (secret, scope) => Chain((byte[])secret.Clone(), scope) }),
        ("as the secret itself, without the four HMACs over the scope", new() { DeriveKey = static (secret, _) => (byte[])secret.Clone() }),
        ("as AWS4 and the secret, without the four HMACs over the scope", new() { DeriveKey = static (secret, _) => Prefixed(secret) }),
        ("with the hexadecimal text of each HMAC as the next key, not with its bytes", new() { DeriveKey = static (secret, scope) => Chain(Prefixed(secret), scope, ToHex) }),
        ("with the Base64 text of each HMAC as the next key, not with its bytes", new() { DeriveKey = static (secret, scope) => Chain(Prefixed(secret), scope, ToBase64) }),
        ("as bytes, and used as hexadecimal text", new() { Sign = static (key, text) => Hmac(ToHex(key), Utf8(text)) }),
        ("with key and data of each HMAC exchanged", new() { DeriveKey = ChainExchanged }),
        ("with the service before the region", new() { DeriveKey = static (secret, scope) => Chain(Prefixed(secret), [scope[0], scope[2], scope[1], scope[3]]) }),
        ("without its last step, aws4_request", new() { DeriveKey = static (secret, scope) => Chain(Prefixed(secret), [scope[0], scope[1], scope[2]]) }),
        ("from the whole scope in one HMAC, and not in four", new() { DeriveKey = static (secret, scope) => Chain(Prefixed(secret), [string.Join("/", scope)]) }),
        ("from the secret decoded as Base64, which it is not", new() { DeriveKey = static (secret, scope) => Chain(Prefixed(FromBase64(secret)), scope) }),
        ("from text in UTF-16, and not in UTF-8", new() { DeriveKey = ChainUtf16 }),
    ];

    private static readonly (string Message, SigningSteps Steps)[] Requests =
    [
        ("has no empty line after the headers", Request(static r => r.Replace("\n\n", "\n"))),
        ("has one more empty line after the headers", Request(static r => r.Replace("\n\n", "\n\n\n"))),
        ("ends with a line end", Request(static r => r + "\n")),
        ("has carriage returns in its line ends", Request(static r => r.Replace("\n", "\r\n"))),
        ("has \\n as two characters in place of line ends", Request(static r => r.Replace("\n", "\\n"))),
        ("has a ? before the query", Request(static r => OfLines(r, static lines => lines[2] = "?" + lines[2]))),
        ("has the path and the query on one line", Request(static r => OfLines(r, static lines => lines[1] = $"{lines[1]}?{lines[2]}", 2))),
        ("has no line for the path", Request(static r => OfLines(r, static _ => { }, 1))),
        ("has no line for the method", Request(static r => OfLines(r, static _ => { }, 0))),
        ("has no line for the query", Request(static r => OfLines(r, static _ => { }, 2))),
        ("has the name of the header host in another case (Host)", Request(static r => r.Replace("\nhost:", "\nHost:"))),
        ("has a space after host:", Request(static r => r.Replace("\nhost:", "\nhost: "))),
        ("has the scheme in the header host (wss://)", Request(static r => r.Replace("\nhost:", "\nhost:wss://"))),
        ("has the scheme in the header host (https://)", Request(static r => r.Replace("\nhost:", "\nhost:https://"))),
        ("has no line for the names of the signed headers", Request(static r => OfLines(r, static _ => { }, -2))),
        ("has no line for the hash of the payload", Request(static r => OfLines(r, static _ => { }, -1))),
        ("has the hash of the payload in upper case", Request(static r => OfLines(r, static lines => lines[lines.Count - 1] = lines[lines.Count - 1].ToUpperInvariant()))),
        ("has the query twice encoded", Request(static r => OfLines(r, static lines => lines[2] = lines[2].Replace("%", "%25")))),
        ("has its query encoded as a whole, with & and =", Request(static r => OfLines(r, static lines => lines[2] = PercentEncoding.Encode(lines[2])))),
    ];

    private static readonly (string Message, SigningSteps Steps)[] StringsToSign =
    [
        ("has the canonical request itself, and not its SHA-256", new() { Digest = static request => request }),
        ("has the SHA-256 of the canonical request in upper case", new() { Digest = static request => Hex.ToString(Hash(Utf8(request))).ToUpperInvariant() }),
        ("has the SHA-256 of the canonical request in Base64, and not in hexadecimal", new() { Digest = static request => Convert.ToBase64String(Hash(Utf8(request))) }),
        ("has a SHA-256 of the SHA-256 of the canonical request", new() { Digest = static request => Hex.ToString(Hash(Utf8(Hex.ToString(Hash(Utf8(request)))))) }),
        ("has a SHA-256 of the bytes of the SHA-256 of the canonical request", new() { Digest = static request => Hex.ToString(Hash(Hash(Utf8(request)))) }),
        ("has no line for the algorithm", Text(static t => OfLines(t, static _ => { }, 0))),
        ("has no line for the date", Text(static t => OfLines(t, static _ => { }, 1))),
        ("has no line for the scope", Text(static t => OfLines(t, static _ => { }, 2))),
        ("has a scope without aws4_request", Text(static t => OfLines(t, static lines => lines[2] = lines[2].Replace("/aws4_request", string.Empty)))),
        ("has a scope with the service before the region", Text(static t => OfLines(t, ExchangeInScope))),
        ("has a date without its time", Text(static t => OfLines(t, static lines => lines[1] = lines[1].Split('T')[0]))),
        ("has the date as 2026-11-23T09:30:00Z, and not as 20261123T093000Z", Text(static t => OfLines(t, WriteLongDate))),
        ("has carriage returns in its line ends", Text(static t => t.Replace("\n", "\r\n"))),
        ("has \\n as two characters in place of line ends", Text(static t => t.Replace("\n", "\\n"))),
        ("ends with a line end", Text(static t => t + "\n")),
    ];

    private static readonly (string Message, SigningSteps Steps)[] Signatures =
    [
        ("with key and data of the last HMAC exchanged", new() { Sign = static (key, text) => Hmac(Utf8(text), key) }),
        ("over the SHA-256 of the string to sign, and not over the string itself", new() { Sign = static (key, text) => Hmac(key, Hash(Utf8(text))) }),
        ("over the hexadecimal SHA-256 of the string to sign, and not over the string itself", new() { Sign = static (key, text) => Hmac(key, Utf8(Hex.ToString(Hash(Utf8(text))))) }),
        ("over the string to sign in UTF-16, and not in UTF-8", new() { Sign = static (key, text) => Hmac(key, Encoding.Unicode.GetBytes(text)) }),
    ];

    private static IEnumerable<Suspect> FindKeys(SignatureEvidence evidence)
    {
        foreach ((string message, SigningSteps steps) in Keys)
        {
            yield return Make(
                evidence,
                steps,
                "SigningKeyMisderived",
                $"the signing key was derived {message}.",
                "HMAC-SHA-256 with AWS4 and the secret over the day; with the bytes of each result over the region, the service and aws4_request in turn.");
        }

        // The date of the day and the time.
        yield return Make(
            evidence,
            new SigningSteps { DeriveKey = (secret, scope) => Chain(Prefixed(secret), [evidence.Expected.Date, scope[1], scope[2], scope[3]]) },
            "SigningKeyMisderived",
            "the signing key was derived from the date with its time.",
            "Derive it from the day alone, as yyyyMMdd.");
    }

    private static IEnumerable<Suspect> FindRequests(SignatureEvidence evidence)
    {
        foreach ((string message, SigningSteps steps) in Requests)
        {
            yield return Make(
                evidence, steps, "CanonicalRequestMalformed", $"the canonical request that was signed {message}.", "Compare it with the CanonicalRequest of this report, line by line and byte by byte.");
        }

        foreach (QueryPart part in evidence.SignedParts)
        {
            if (part.IsSigning)
            {
                yield return new(
                    evidence.WithQuery(evidence.SignedParts.FindAll(other => other.Name != part.Name)),
                    SignatureCause.Explain(
                        "CanonicalRequestMalformed",
                        part.Name,
                        $"the canonical request that was signed has no {part.Name} in its query, which was added after.",
                        "Put every parameter into the query before signing, except X-Amz-Signature."));
            }
        }

        yield return new(
            evidence.WithQuery(evidence.SignedParts.FindAll(static part => !part.IsSigning)),
            SignatureCause.Explain(
                "CanonicalRequestMalformed",
                SigningParameter.Prefix,
                "the canonical request that was signed has none of the X-Amz- parameters of the signature in its query.",
                "Put every parameter into the query before signing, except X-Amz-Signature."));
    }

    private static IEnumerable<Suspect> FindStringsToSign(SignatureEvidence evidence)
    {
        const string Remedy = "Compare it with the StringToSign of this report, line by line and byte by byte.";
        foreach ((string message, SigningSteps steps) in StringsToSign)
        {
            yield return Make(evidence, steps, "StringToSignMalformed", $"the string that was signed {message}.", Remedy);
        }

        yield return new(
            evidence.Expected with { Scope = $"{evidence.Url.AccessKeyId}/{evidence.Url.Scope}" },
            SignatureCause.Explain("StringToSignMalformed", SigningParameter.Credential, "the string that was signed has the access key id in its scope.", Remedy));
    }

    private static IEnumerable<Suspect> FindSignatures(SignatureEvidence evidence)
    {
        foreach ((string message, SigningSteps steps) in Signatures)
        {
            yield return Make(
                evidence,
                steps,
                "SignatureMiscomputed",
                $"it was computed {message}.",
                "HMAC-SHA-256 with the signing key over the string to sign in UTF-8, written in hexadecimal.");
        }
    }

    private static Suspect Make(SignatureEvidence evidence, SigningSteps steps, string id, string message, string remedy) =>
        new(evidence.Expected, SignatureCause.Explain(id, SigningParameter.Signature, message, remedy)) { Steps = steps };

    private static SigningSteps Request(Func<string, string> change) => new() { ChangeRequest = change };

    private static SigningSteps Text(Func<string, string> change) => new() { ChangeStringToSign = change };

    // The text with its lines changed; without one of them if that is named, from the end if negative.
    private static string OfLines(string text, Action<List<string>> change, int? without = null)
    {
        List<string> lines = [.. text.Split('\n')];
        change(lines);
        if (without is { } index)
        {
            lines.RemoveAt(index < 0 ? lines.Count + index : index);
        }

        return string.Join("\n", lines);
    }

    private static void ExchangeInScope(List<string> lines)
    {
        string[] scope = lines[2].Split('/');
        if (scope.Length == 4)
        {
            lines[2] = $"{scope[0]}/{scope[2]}/{scope[1]}/{scope[3]}";
        }
    }

    private static void WriteLongDate(List<string> lines)
    {
        if (AmzDate.TryParse(lines[1], out DateTimeOffset date))
        {
            lines[1] = date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static byte[] ToHex(byte[] bytes) => Utf8(Hex.ToString(bytes));

    private static byte[] ToBase64(byte[] bytes) => Utf8(Convert.ToBase64String(bytes));

    private static byte[] FromBase64(byte[] secret)
    {
        try
        {
            return Convert.FromBase64String(Encoding.ASCII.GetString(secret));
        }
        catch (FormatException)
        {
            return secret;
        }
    }

    private static byte[] ChainExchanged(byte[] secret, string[] scope)
    {
        byte[] data = Prefixed(secret);
        foreach (string part in scope)
        {
            data = Hmac(Utf8(part), data);
        }

        return data;
    }

    private static byte[] ChainUtf16(byte[] secret, string[] scope)
    {
        byte[] key = Encoding.Unicode.GetBytes("AWS4" + Encoding.UTF8.GetString(secret));
        foreach (string part in scope)
        {
            key = Hmac(key, Encoding.Unicode.GetBytes(part));
        }

        return key;
    }
}
