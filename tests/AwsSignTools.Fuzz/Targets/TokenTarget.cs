using System;
using System.Collections;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AwsSignTools.Findings;
using AwsSignTools.Fuzz.Support;
using AwsSignTools.Services.Ivs;

namespace AwsSignTools.Fuzz.Targets;

/// <summary>
/// A playback token of IVS. After a first byte of <c>s</c> its header and, on the next line, its claims, which are signed here with a known key; a third
/// line changes one character of the token. After a first byte of <c>u</c> the same with a signature that is no key's, checked without a key, which is much
/// faster. After a first byte of <c>k</c> a text that is checked with the key. Otherwise a text that is checked without a key.
/// </summary>
internal sealed class TokenTarget : FuzzTarget
{
    private const string Base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const int MostSignatures = 1_000;
    private static readonly string NoSignature = new string('A', 127) + "Q";
    private static readonly Dictionary<string, string> Signatures = new(StringComparer.Ordinal);
    private static readonly DateTimeOffset Time = new(2026, 11, 29, 5, 0, 0, TimeSpan.Zero);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public override string Name => "tokens";

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        if (input is [(byte)'s', ..])
        {
            CheckText(Make(input, SignatureOf), FuzzKey.Pair);
        }
        else if (input is [(byte)'u', ..])
        {
            CheckText(Make(input, static _ => NoSignature), null);
        }
        else if (input is [(byte)'k', ..])
        {
            CheckText(Encoding.UTF8.GetString(input, 1, input.Length - 1), FuzzKey.Pair);
        }
        else
        {
            CheckText(Encoding.UTF8.GetString(input), null);
        }
    }

    // A signature of ECDSA is another each time: AFL is to see one input do one thing.
    private static string SignatureOf(string data)
    {
        if (!Signatures.TryGetValue(data, out string? signature))
        {
            if (Signatures.Count >= MostSignatures)
            {
                Signatures.Clear();
            }

            signature = Encode(FuzzKey.Pair.SignData(Encoding.ASCII.GetBytes(data), HashAlgorithmName.SHA384));
            Signatures.Add(data, signature);
        }

        return signature;
    }

    private static string Make(byte[] input, Func<string, string> sign)
    {
        string[] lines = Encoding.UTF8.GetString(input, 1, input.Length - 1).Split('\n', 3);
        string data = $"{Encode(Encoding.UTF8.GetBytes(lines[0]))}.{Encode(Encoding.UTF8.GetBytes(lines.Length > 1 ? lines[1] : string.Empty))}";
        char[] token = $"{data}.{sign(data)}".ToCharArray();
        if (lines.Length > 2)
        {
            token[Cuts.Below(token.Length, input)] = Base64Digits[input.Length % Base64Digits.Length];
        }

        return new string(token);
    }

    private static void CheckText(string text, ECDsa? key)
    {
        IvsPlaybackTokenReport report = key is null
            ? Property.Bounded(text.Length, 400, () => IvsPlaybackTokenInspector.Inspect(text, Time))
            : IvsPlaybackTokenInspector.Inspect(text, Time, key);
        string[] parts = report.Token?.Split('.') ?? [];
        CheckFindings(report, text);
        CheckSignature(report, parts, key);
        if (parts.Length == 3)
        {
            CheckJson(parts[0], report.Header, report, "IvsHeaderInvalid");
            CheckJson(parts[1], report.Claims, report, "IvsClaimsInvalid");
        }

        _ = report.ToString();
    }

    private static void CheckSignature(IvsPlaybackTokenReport report, string[] parts, ECDsa? key)
    {
        if (key is null)
        {
            Property.AreEqual(null, report.SignatureValid, "Without a key no signature is checked.");
            return;
        }

        bool isRight = parts.Length == 3
            && Decode(parts[2]) is { Length: 96 } signature
            && key.VerifyData(Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}"), signature, HashAlgorithmName.SHA384);
        Property.AreEqual(isRight, report.SignatureValid == true, "A signature is right if the platform verifies it.");
        Property.Holds(!report.Valid || isRight, "A token is valid only if its signature is right, since a key was given.");
        Property.Holds(!report.Valid || report.Algorithm == "ES384", "A token is valid only with ES384.");
    }

    // A part that is JSON to System.Text.Json is read as it reads it; of members that come twice, the last counts.
    private static void CheckJson(string part, IDictionary read, IvsPlaybackTokenReport report, string id)
    {
        bool isRefused = Has(report, id) || (Has(report, "IvsTokenNotBase64Url") && read.Count == 0);
        try
        {
            if (Decode(part) is not { } bytes)
            {
                Property.Holds(isRefused, "A part that is not base64url is refused.");
                return;
            }

            using JsonDocument peer = JsonDocument.Parse(StrictUtf8.GetString(bytes), new JsonDocumentOptions { MaxDepth = 16 });
            if (peer.RootElement.ValueKind != JsonValueKind.Object)
            {
                Property.Holds(isRefused, "A part that is not a JSON object is refused.");
                return;
            }

            Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
            foreach (JsonProperty member in peer.RootElement.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }

            // Half of a surrogate pair within a value is refused, which System.Text.Json sees only if it is asked for the text.
            if (Has(report, id))
            {
                Property.Holds(part.Length > 8 && Encoding.UTF8.GetString(bytes).Contains("\\u", StringComparison.Ordinal), "A part that is a JSON object is read.");
                return;
            }

            Property.AreEqual(members.Count, read.Count, "Every member of a part is read.");
            foreach (KeyValuePair<string, JsonElement> member in members)
            {
                Property.Holds(read.Contains(member.Key), "Every member of a part is read.");
                if (member.Value.ValueKind == JsonValueKind.String)
                {
                    Property.AreEqual(member.Value.GetString(), read[member.Key] as string, "A text is the one that System.Text.Json reads.");
                }
            }

            if (id == "IvsHeaderInvalid")
            {
                Property.AreEqual(TextOf(members, "alg"), report.Algorithm, "The algorithm is that of the member alg.");
                Property.AreEqual(TextOf(members, "kid"), report.KeyId, "The key is that of the member kid.");
                return;
            }

            Property.AreEqual(TextOf(members, "aws:channel-arn"), report.ChannelArn, "The channel is that of the claim.");
            Property.AreEqual(TextOf(members, "aws:viewer-id"), report.ViewerId, "The viewer is that of the claim.");
            if (report.ExpiresAt is { } end)
            {
                Property.AreEqual(members["exp"].GetInt64(), end.ToUnixTimeSeconds(), "The end is that of the claim exp.");
            }
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            Property.Holds(isRefused, "A part that is no JSON is refused.");
        }
    }

    private static string? TextOf(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    // Who has a token can play: no text shows its signature.
    private static void CheckFindings(IvsPlaybackTokenReport report, string text)
    {
        const int Shown = 24;
        const int Secret = 40;
        FindingSeverity least = FindingSeverity.Error;
        foreach (Finding finding in report.Findings)
        {
            Property.Holds(finding.Message.Length > 0 && finding.Remedy.Length > 0, "A finding has a message and a remedy.");
            Property.Holds(finding.Severity <= least, "Findings stand in the order of their severity.");
            least = finding.Severity;

            // The header is the same in every token, and the claims are no use without the signature. A text that is twice the same may stand in a part
            // of the URL that is shown.
            if (report.Token?.Split('.') is [_, _, { Length: >= Secret } signature]
                && text.IndexOf(signature[..Shown], StringComparison.Ordinal) == text.LastIndexOf(signature[..Shown], StringComparison.Ordinal))
            {
                Property.Conceals(finding, signature[..Shown]);
            }
        }
    }

    private static bool Has(IvsPlaybackTokenReport report, string id)
    {
        foreach (Finding finding in report.Findings)
        {
            if (finding.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    // Base64url, or plain base64, with or without padding; null for anything else.
    private static byte[]? Decode(string part)
    {
        string plain = part.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        foreach (char c in plain)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/'))
            {
                return null;
            }
        }

        return plain.Length % 4 == 1 ? null : Convert.FromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='));
    }
}
