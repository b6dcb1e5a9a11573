using System;
using System.Collections;
using System.Security.Cryptography;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Keys;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Ivs;

/// <summary>Reads playback tokens that anyone made, and checks them against every rule of IVS. It throws for no text.</summary>
public static class IvsPlaybackTokenInspector
{
    private const int MaximumDepth = 16;
    private const string TokenStatement =
        "A token is three parts in base64url without padding, with dots between: header, claims and signature. It is sent as the token parameter of the playback URL.";

    /// <summary>Checks a token.</summary>
    /// <param name="text">The token, or a playback URL with it; white space, quotation marks and <c>Bearer</c> around it are left out.</param>
    /// <param name="time">The time to evaluate at.</param>
    /// <param name="key">The public key, or the private one, on P-384, which stays the caller's to dispose; null to leave the signature unchecked.</param>
    /// <returns>The contents of the token and the findings, the worst first.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>PublicKeyCurveInvalid</c> or <c>PublicKeyUnusable</c>.</exception>
    public static IvsPlaybackTokenReport Inspect(string text, DateTimeOffset time, ECDsa? key = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (key is not null)
        {
            EcPublicKeyReader.CheckCurve(key);
        }

        FindingCollector findings = default;
        findings.BeginRule(TokenStatement);
        IvsTokenText read = IvsTokenText.Read(text, ref findings);
        string? token = read.Token;
        string[] parts = token?.Split('.') ?? [];
        bool hasParts = token is not null && CheckParts(token, parts, ref findings);
        JsonValue? header = hasParts ? ReadJson(parts[0], "header", ref findings) : null;
        JsonValue? payload = hasParts ? ReadJson(parts[1], "payload", ref findings) : null;
        IvsTokenHeader headerRead = new(header ?? JsonValue.Object([]));
        IvsTokenClaims claimsRead = new(payload ?? JsonValue.Object([]), time);
        IvsTokenContents contents = claimsRead.ToContents(read.PlaybackUrl);
        if (header is not null)
        {
            findings.Check(IvsHeaderRules.Table, headerRead);
        }

        bool? isSignatureValid = hasParts ? CheckSignature(parts, headerRead, header is null, key, ref findings) : key is null ? null : false;
        if (payload is not null)
        {
            findings.Check(IvsPlaybackTokenRules.ClaimsTable, claimsRead);
        }

        findings.Check(IvsPlaybackTokenRules.ContentsTable, contents);
        return new IvsPlaybackTokenReport
        {
            Token = token,
            PlaybackUrl = read.PlaybackUrl,
            CheckedAt = claimsRead.Time,
            Algorithm = headerRead.TextOf("alg"),
            Type = headerRead.TextOf("typ"),
            KeyId = headerRead.TextOf("kid"),
            Header = ToDictionary(header),
            Claims = ToDictionary(payload),
            ChannelArn = contents.ChannelArn,
            ExpiresAt = contents.ExpiresAt,
            AllowOrigin = contents.AllowOrigin,
            StrictOriginEnforcement = contents.StrictOriginEnforcement,
            SingleUseId = claimsRead.SingleUseId(),
            ViewerId = contents.ViewerId,
            ViewerSessionVersion = contents.ViewerSessionVersion,
            SignatureValid = isSignatureValid,
            Findings = Finding.BySeverity(findings.Findings),
        };
    }

    private static bool CheckParts(string token, string[] parts, ref FindingCollector findings)
    {
        if (parts.Length == 3)
        {
            return true;
        }

        if (parts.Length == 5)
        {
            findings.Error(
                "IvsTokenEncrypted",
                null,
                "The token has five parts: it is encrypted (JWE), and IVS could not read it.",
                "Sign the claims (JWS) instead: a token of three parts, with alg ES384.");
            return false;
        }

        if (parts.Length == 2 && parts[0].Length > 0 && parts[1].Length > 0)
        {
            findings.BeginRule(IvsSignatureCheck.Statement);
            findings.Error(
                "IvsSignatureMissing",
                null,
                "The token has two parts: its signature, the third, is missing.",
                "Copy the token whole, or sign it: New-IvsPlaybackToken does.");
            findings.BeginRule(TokenStatement);
            return false;
        }

        string what =
            token.Length == 0 ? "There is no token: the text is empty."
            : token[0] == '{' ? "This is JSON, not a token: claims that are not signed yet."
            : token.StartsWith("-----BEGIN", StringComparison.Ordinal) ? "This is a key or a certificate, not a token."
            : token.StartsWith("arn:", StringComparison.Ordinal) ? "This is an ARN, not a token."
            : parts.Length == 1 ? "This is no token: a token has three parts with dots between, and here is no dot."
            : $"This is no token: a token has three parts with dots between, and here are {parts.Length}.";
        findings.Error("IvsTokenNotJwt", parts.Length, what, "Give the token that New-IvsPlaybackToken or a JWT library made, whole: it begins with eyJ.");
        return false;
    }

    private static JsonValue? ReadJson(string part, string name, ref FindingCollector findings)
    {
        if (DecodePart(part, name, ref findings) is not { } bytes)
        {
            return null;
        }

        string problem;
        if (!Text.IsUtf8(bytes))
        {
            problem = "is not UTF-8 when it is decoded";
        }
        else
        {
            string json = Text.FromUtf8(bytes);
            JsonReader reader = new(json.AsSpan(), MaximumDepth);
            JsonValue? value = reader.TryRead();
            if (value is { Kind: JsonKind.Object })
            {
                return value;
            }

            problem = json.Length == 0 ? "is empty"
                : json[0] == '\uFEFF' ? "begins with a byte order mark, which JSON does not have"
                : value is { Kind: JsonKind.Text } && value.Text.TrimStart() is ['{', ..] ? "is JSON within JSON text: it was made JSON twice"
                : value is not null ? $"is JSON, but {IvsTokenClaims.Show(value)} and no object"
                : reader.Position >= json.Length ? $"is cut: its JSON ends too early, after {json.Length} characters"
                : $"is no JSON from character {reader.Position + 1} on";
        }

        string message = $"The {name} of the token {problem}.";
        const string Remedy = "Encode one JSON object in UTF-8: names and texts between double quotation marks, no comma behind the last member, no comments.";
        if (name == "header")
        {
            findings.Error("IvsHeaderInvalid", name, message, Remedy);
        }
        else
        {
            findings.Error("IvsClaimsInvalid", name, message, Remedy);
        }

        return null;
    }

    private static byte[]? DecodePart(string part, string name, ref FindingCollector findings)
    {
        ReadOnlySpan<char> text = part.AsSpan().TrimEnd('=');
        bool isPadded = text.Length != part.Length;
        bool isPlain = text.IndexOfAny('+', '/') >= 0;
        string? problem = null;
        for (int i = 0; i < text.Length && problem is null; i++)
        {
            problem = Base64Url.Digit(text[i]) < 0 ? $"has the character {Quoted.Value(text[i].ToString())} (the {i + 1}. of the part), which base64url does not" : null;
        }

        problem ??= text.Length % 4 == 1 ? $"has {text.Length} characters, which no bytes make: one was lost, or is too much" : null;
        if (problem is null && (isPadded || isPlain))
        {
            findings.Error(
                "IvsTokenNotBase64Url",
                name,
                $"The {name} of the token is in plain base64{(isPlain ? ", with + or /" : string.Empty)}{(isPadded ? ", with padding (=)" : string.Empty)}; a token is in base64url without padding.",
                "Write - for + and _ for /, and no = at the end, before the token is signed.");
        }
        else if (problem is not null)
        {
            findings.Error(
                "IvsTokenNotBase64Url", name, $"The {name} of the token {problem}.", "Copy the token again, whole; its parts are base64url: a-z A-Z 0-9 - _ without padding.");
            return null;
        }

        return Base64Url.Decode(text);
    }

    private static bool? CheckSignature(string[] parts, IvsTokenHeader header, bool isHeaderUnread, ECDsa? key, ref FindingCollector findings)
    {
        string? algorithm = header.TextOf("alg");
        if (DecodePart(parts[2], "signature", ref findings) is not { } signature)
        {
            return key is null ? null : false;
        }

        FindingCollector found = default;
        found.BeginRule(IvsSignatureCheck.Statement);
        bool? isValid = new IvsSignatureCheck(parts[0], parts[1], signature).Check(key, isHeaderUnread ? "ES384" : algorithm, ref found);

        // A signature of another algorithm is no ES384 signature: the algorithm is the mistake, and it is reported already.
        bool isOther = !isHeaderUnread && algorithm != "ES384";
        foreach (Finding finding in found.Findings)
        {
            if (!isOther || finding.Id != "IvsSignatureMismatch")
            {
                findings.Add(finding);
            }
        }

        return isValid;
    }

    private static IDictionary ToDictionary(JsonValue? value) =>
        (IDictionary)(value ?? JsonValue.Object([])).ToObject()!;
}
