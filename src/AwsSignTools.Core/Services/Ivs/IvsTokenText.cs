using System;
using System.Collections.Generic;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.Ivs;

/// <summary>
/// Finds the token in what people have at hand: the token, a playback URL with it, a header, a line of a log. What was around it is a finding,
/// never the token: who has it can play.
/// </summary>
internal ref struct IvsTokenText
{
    /// <summary>The most characters that are looked at; a token has some hundred, and a URL some thousand at most.</summary>
    public const int LongestText = 1 << 16;

    private const string Parameter = "token";

    private FindingCollector _findings;

    private IvsTokenText(FindingCollector findings) => _findings = findings;

    /// <summary>The token; null if there is none.</summary>
    public string? Token { get; private set; }

    /// <summary>The playback URL without the token; null if the token was not in a URL.</summary>
    public string? PlaybackUrl { get; private set; }

    /// <summary>Finds the token.</summary>
    public static IvsTokenText Read(string text, ref FindingCollector findings)
    {
        IvsTokenText read = new(findings);
        read.Read(text);
        findings = read._findings;
        return read;
    }

    private void Read(string text)
    {
        if (text.Length > LongestText)
        {
            _findings.Error(
                "IvsTokenTooLong",
                text.Length,
                $"The text has {text.Length} characters; a token has some hundred, and more than {LongestText} are not looked at.",
                "Give the token alone, or the playback URL with it.");
            return;
        }

        ReadOnlySpan<char> rest = Unwrap(text.AsSpan());
        bool isUrl = rest.IndexOf("://".AsSpan(), StringComparison.Ordinal) >= 0
            || rest.StartsWith("?".AsSpan(), StringComparison.Ordinal)
            || rest.StartsWith("token=".AsSpan(), StringComparison.OrdinalIgnoreCase);
        if (isUrl)
        {
            ReadUrl(rest);
        }
        else
        {
            Token = WithoutWhiteSpace(Unescape(rest, isUrl: false));
        }
    }

    private ReadOnlySpan<char> Unwrap(ReadOnlySpan<char> text)
    {
        string? around = null;
        ReadOnlySpan<char> rest = TrimWide(text);
        bool wasTrimmed = rest.Length != text.Length;
        while (true)
        {
            int before = rest.Length;
            if (rest.StartsWith("Authorization:".AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                rest = TrimWide(rest.Slice("Authorization:".Length));
                around = "the name of a header before it";
            }
            else if (rest.StartsWith("Bearer ".AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                rest = TrimWide(rest.Slice("Bearer ".Length));
                around ??= "the word Bearer before it";
            }
            else if (rest.Length > 1 && IsQuote(rest[0], rest[rest.Length - 1]))
            {
                rest = TrimWide(rest.Slice(1, rest.Length - 2));
                around ??= "quotation marks or brackets around it";
            }

            if (rest.Length == before)
            {
                break;
            }
        }

        if (around is not null)
        {
            _findings.Warning(
                "IvsTokenWrapped",
                null,
                $"The token has {around}, which are no part of a token and were left out here; sent with it, they make IVS refuse it.",
                "Send the token alone: behind ?token= in the playback URL.");
        }
        else if (wasTrimmed)
        {
            _findings.Information(
                "IvsTokenWrapped",
                null,
                "There is white space around the token, which is no part of a token and was left out here.",
                "See that it is not sent: in a URL it would be escaped, and the token refused.");
        }

        return rest;
    }

    private void ReadUrl(ReadOnlySpan<char> url)
    {
        int fragment = url.IndexOf('#');
        ReadOnlySpan<char> sent = fragment < 0 ? url : url.Slice(0, fragment);

        // A query alone has no URL before it, whatever URL or question mark is in its values.
        bool isQueryAlone = sent.StartsWith("token=".AsSpan(), StringComparison.OrdinalIgnoreCase);
        int question = sent.IndexOf('?');
        ReadOnlySpan<char> path = isQueryAlone ? default : question < 0 ? sent : sent.Slice(0, question);
        ReadOnlySpan<char> query = isQueryAlone ? sent : question < 0 ? default : sent.Slice(question + 1);
        List<string> others = [];
        ReadOnlySpan<char> value = default;
        string? name = null;
        while (!query.IsEmpty)
        {
            int end = query.IndexOf('&');
            ReadOnlySpan<char> parameter = end < 0 ? query : query.Slice(0, end);
            query = end < 0 ? default : query.Slice(end + 1);
            int equals = parameter.IndexOf('=');
            string parameterName = UnescapeOnce(equals < 0 ? parameter : parameter.Slice(0, equals)).Trim().ToString();
            bool isToken = IsTokenName(parameterName);
            if (isToken && (name is null || (name != Parameter && parameterName == Parameter)))
            {
                name = parameterName;
                value = equals < 0 ? default : parameter.Slice(equals + 1);
            }
            else if (!isToken || parameterName == Parameter)
            {
                others.Add(parameter.ToString());
            }
        }

        if (!path.IsEmpty)
        {
            PlaybackUrl = path.ToString() + (others.Count == 0 ? string.Empty : "?" + string.Join("&", others)) + (fragment < 0 ? string.Empty : "#");
        }

        if (name is null)
        {
            bool isSigV4 = sent.IndexOf(SigningParameter.Signature.AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0;
            _findings.Error(
                "IvsTokenMissing",
                Quoted.WithoutSecrets(url.ToString()),
                isSigV4
                    ? "This URL has no token; it is signed with SigV4 (X-Amz-Signature), not for IVS."
                    : "This URL has no token parameter; a private channel plays with ?token= and a playback token behind it.",
                isSigV4 ? "Look at it with Test-AwsSignedUrl." : "Add the token to the URL: New-IvsPlaybackToken -PlaybackUrl does.");
            return;
        }

        if (name != Parameter)
        {
            _findings.Error(
                "IvsTokenParameterInvalid",
                name,
                $"The token stands in the parameter {Quoted.Value(name)}; IVS reads it from {Parameter} only, in lower case{(name.StartsWith("amp;", StringComparison.Ordinal) ? ", and the URL was escaped for HTML (&amp; in the place of &)" : string.Empty)}.",
                $"Name it {Parameter}.");
        }

        Token = WithoutWhiteSpace(Unescape(UnwrapValue(value), isUrl: true));
    }

    private ReadOnlySpan<char> UnwrapValue(ReadOnlySpan<char> value)
    {
        value = TrimWide(value);
        if (value.Length > 1 && IsQuote(value[0], value[value.Length - 1]))
        {
            value = value.Slice(1, value.Length - 2);
            _findings.Error(
                "IvsTokenWrapped",
                null,
                "The token stands between quotation marks or brackets in the URL; they are no part of a token, and make IVS refuse it.",
                "Leave them out.");
        }

        return value;
    }

    private ReadOnlySpan<char> Unescape(ReadOnlySpan<char> token, bool isUrl)
    {
        if (token.IndexOf('%') < 0)
        {
            return token;
        }

        ReadOnlySpan<char> once = UnescapeOnce(token);
        if (once.Length == token.Length)
        {
            return token;
        }

        ReadOnlySpan<char> twice = UnescapeOnce(once);
        if (twice.Length != once.Length)
        {
            _findings.Error(
                "IvsTokenEscaped",
                null,
                "The token is percent-encoded twice (%25): the server decodes it once, and finds no token.",
                "Put the token into the URL as it is: its characters need no escape.");
            return UnescapeOnce(twice);
        }

        if (isUrl)
        {
            _findings.Information(
                "IvsTokenEscaped",
                null,
                "The token is percent-encoded in the URL, which its characters do not need; the server decodes it.",
                "Put the token into the URL as it is.");
        }
        else
        {
            _findings.Warning(
                "IvsTokenEscaped",
                null,
                "The token is percent-encoded; put into a URL by a program, it is likely to be encoded once more, and refused.",
                "Give the token as it was signed: three parts of a-z A-Z 0-9 - _ with dots between.");
        }

        return once;
    }

    private string WithoutWhiteSpace(ReadOnlySpan<char> token)
    {
        StringBuilder kept = new(token.Length);
        foreach (char c in token)
        {
            if (!IsWide(c))
            {
                _ = kept.Append(c);
            }
        }

        // What has no dot, or begins like JSON or PEM, is no token, and told as that.
        string found = kept.ToString();
        if (found.Length != token.Length && found.AsSpan().IndexOf('.') >= 0 && found[0] is not ('{' or '-'))
        {
            _findings.Error(
                "IvsTokenHasWhiteSpace",
                null,
                $"There is white space, or a character that cannot be seen, within the token, {token.Length - kept.Length} in all; it was left out here.",
                "Copy the token again as one line; a terminal or a mail breaks long lines.");
        }

        return found;
    }

    // Escapes of ASCII only: another has no place in a token, and is found as it stands.
    private static ReadOnlySpan<char> UnescapeOnce(ReadOnlySpan<char> text)
    {
        StringBuilder decoded = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int value = text[i] == '%' && i + 2 < text.Length ? (Hex.Digit(text[i + 1]) << 4) | Hex.Digit(text[i + 2]) : -1;
            if (value is > ' ' and < 0x7F)
            {
                _ = decoded.Append((char)value);
                i += 2;
            }
            else
            {
                _ = decoded.Append(text[i]);
            }
        }

        return decoded.ToString().AsSpan();
    }

    private static bool IsTokenName(string name) =>
        name.ToLowerInvariant() is Parameter or "amp;token" or "access_token" or "playback_token" or "playbacktoken" or "playback-token" or "jwt"
            or "tok" or "auth_token" or "authtoken";

    private static bool IsQuote(char first, char last) => (first, last) is
        ('"', '"') or ('\'', '\'') or ('`', '`') or ('<', '>') or ('(', ')') or ('[', ']') or ('\u201C', '\u201D') or ('\u2018', '\u2019');

    private static ReadOnlySpan<char> TrimWide(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsWide(text[0]))
        {
            text = text.Slice(1);
        }

        while (!text.IsEmpty && IsWide(text[text.Length - 1]))
        {
            text = text.Slice(0, text.Length - 1);
        }

        return text;
    }

    // A byte order mark and spaces without width are copied along unseen.
    private static bool IsWide(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c is '\uFEFF' or '\u200B' or '\u200C' or '\u200D' or '\u2060';
}
