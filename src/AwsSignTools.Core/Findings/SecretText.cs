using System;
using System.Collections.Generic;
using System.Text;

namespace AwsSignTools.Findings;

/// <summary>What a text looks like that must not be shown.</summary>
internal enum SecretKind
{
    /// <summary>Nothing in it looks like a secret.</summary>
    None,

    /// <summary>A value that has a secret's name, such as the session token in a URL, or a password before a host.</summary>
    NamedValue,

    /// <summary>A secret access key, a session token or other long Base64.</summary>
    Base64,

    /// <summary>A JSON Web Token.</summary>
    Jwt,

    /// <summary>A PEM block, or the Base64 of a key.</summary>
    Key,
}

/// <summary>
/// Finds what looks like a secret in any text. A user may put a secret into the wrong parameter, and a service or a file may return one, so no text is
/// shown before this has looked at it. A secret that has no form of its own, such as a password, cannot be recognized.
/// </summary>
internal static class SecretText
{
    private const string Hidden = "***";

    // A secret access key has 40 characters; everything else that AWS calls secret has more.
    private const int ShortestBase64 = 40;

    private const int ShortestJwt = 20;
    private const int ShortestKey = 60;

    // Longer than SHA-512 in hexadecimal.
    private const int ShortestHexKey = 200;

    // In lower case, without - and _.
    private static readonly string[] ShortNames = ["token", "idtoken", "password", "passwd", "pwd", "passphrase", "apikey", "xapikey"];

    private static readonly string[] LongNames =
    [
        "signature", "securitytoken", "sessiontoken", "accesstoken", "refreshtoken", "authtoken", "bearertoken",
        "secretaccesskey", "awssecretkey", "secretkey", "clientsecret", "privatekey", "clientassertion",
    ];

    /// <summary>What a text looks like; of several secrets, the one that matters most.</summary>
    public static SecretKind KindOf(string? text)
    {
        SecretKind kind = SecretKind.None;
        foreach (Part part in FindAll(text))
        {
            kind = part.Kind > kind ? part.Kind : kind;
        }

        return kind;
    }

    /// <summary>The text with <c>***</c> in place of each part that looks like a secret; the same instance if there is none.</summary>
    public static string Conceal(string text)
    {
        List<Part> parts = FindAll(text);
        if (parts.Count == 0)
        {
            return text;
        }

        parts.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        StringBuilder shown = new();
        int end = 0;
        foreach (Part part in parts)
        {
            if (part.Start >= end)
            {
                _ = shown.Append(text, end, part.Start - end).Append(Hidden);
            }

            end = Math.Max(end, part.End);
        }

        return shown.Append(text, end, text.Length - end).ToString();
    }

    private static List<Part> FindAll(string? text)
    {
        List<Part> parts = [];
        if (text is not null)
        {
            FindPem(text, parts);
            FindUserInfo(text, parts);
            FindNamedValues(text, parts);
            FindRuns(text, parts);
        }

        return parts;
    }

    // A mark with nothing after it is a word about PEM, not PEM.
    private static void FindPem(string text, List<Part> parts)
    {
        const string Begin = "-----BEGIN";
        const string End = "-----END";
        const string Dashes = "-----";
        for (int begin = text.IndexOf(Begin, StringComparison.Ordinal); begin >= 0;)
        {
            int next = begin + Begin.Length;
            int body = text.IndexOf(Dashes, next, StringComparison.Ordinal);
            if (body >= 0 && HasBody(text, body + Dashes.Length))
            {
                int end = text.IndexOf(End, body, StringComparison.Ordinal);
                int last = end < 0 ? -1 : text.IndexOf(Dashes, end + Dashes.Length, StringComparison.Ordinal);
                next = last < 0 ? text.Length : last + Dashes.Length;
                parts.Add(new(begin, next, SecretKind.Key));
            }

            begin = text.IndexOf(Begin, next, StringComparison.Ordinal);
        }
    }

    // On the next line, or after a space if the lines were joined; then words may follow, too.
    private static bool HasBody(string text, int at)
    {
        const int LongestWord = 15;
        int next = SkipLineEnds(text, at);
        if (next == at && next < text.Length && text[next] == ' ')
        {
            return EndOfRun(text, next + 1, out int symbols) > next + 1 && symbols > LongestWord;
        }

        return SymbolWidth(text, next) > 0;
    }

    // The user name and the password before a host, which may have a slash; a user name alone is no secret, and a number is a port.
    private static void FindUserInfo(string text, List<Part> parts)
    {
        const string Mark = "//";
        for (int at = text.IndexOf(Mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Mark, at + 1, StringComparison.Ordinal))
        {
            int start = at + Mark.Length;
            ReadOnlySpan<char> rest = text.AsSpan(start);
            int length = rest.IndexOfAny("/?# \t\r\n\"'<>".AsSpan());
            ReadOnlySpan<char> authority = rest.Slice(0, length < 0 ? rest.Length : length);
            int end = authority.LastIndexOf('@');
            int colon = authority.IndexOf(':');
            if (end < 0 && colon >= 0 && length >= 0 && rest[length] == '/' && !int.TryParse(authority.Slice(colon + 1).ToString(), out _))
            {
                int last = rest.IndexOfAny("?# \t\r\n\"'<>".AsSpan());
                end = rest.Slice(0, last < 0 ? rest.Length : last).LastIndexOf('@');
            }

            if (end > 0 && colon >= 0 && colon < end)
            {
                parts.Add(new(start, start + end, SecretKind.NamedValue));
            }
        }
    }

    // name=value of a query, a header or a profile; "name": "value" of JSON; Bearer value.
    private static void FindNamedValues(string text, List<Part> parts)
    {
        for (int i = 0; i < text.Length; i++)
        {
            string name = string.Empty;
            bool isNamed = text[i] switch
            {
                '=' => HasSecretName(text.AsSpan(0, i), out name),
                '%' when IsEscapedEquals(text, i) => HasSecretName(text.AsSpan(0, i), out name),
                ':' => HasSecretName(text.AsSpan(0, i), out name) && (IsHeaderName(name) || IsQuotedName(text.AsSpan(0, i))),
                ' ' => EndsWithScheme(text.AsSpan(0, i)),
                _ => false,
            };
            if (!isNamed)
            {
                continue;
            }

            int first = text[i] == '%' ? i + 3 : i + 1;
            int start = first;
            while (start < text.Length && text[start] is ' ' or '"' or '\\')
            {
                start++;
            }

            int length = text.AsSpan(start).IndexOfAny("& \t\r\n\"'<>,;)}…".AsSpan());
            int end = length < 0 ? text.Length : start + length;
            if (end > start && (start == first || IsSettingName(name) || (IsHeaderName(name) && text[i] == ':') || end - start >= ShortestJwt || text[start - 1] == '"'))
            {
                parts.Add(new(start, end, SecretKind.NamedValue));
                i = end - 1;
            }
        }
    }

    private static bool IsEscapedEquals(string text, int at) => at + 2 < text.Length && text[at + 1] == '3' && text[at + 2] is 'D' or 'd';

    // AWS's own names, which no sentence has as a word.
    private static bool IsHeaderName(string name) => name.StartsWith("xamz", StringComparison.Ordinal);

    private static bool IsSettingName(string name) => name.StartsWith("aws", StringComparison.Ordinal);

    // As JSON has it; a word of a sentence may have the same name.
    private static bool IsQuotedName(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(' ');
        return before.Length > 0 && before[before.Length - 1] is '"' or '\\';
    }

    /// <summary>True if a text ends with the name of a secret.</summary>
    /// <param name="before">The text.</param>
    /// <param name="name">The name in lower case, without <c>-</c> and <c>_</c>.</param>
    private static bool HasSecretName(ReadOnlySpan<char> before, out string name)
    {
        const int LongestName = 48;
        int end = before.Length;
        while (end > 0 && before[end - 1] is ' ' or '"' or '\\')
        {
            end--;
        }

        int start = end;
        while (start > 0 && end - start < LongestName && (char.IsLetterOrDigit(before[start - 1]) || before[start - 1] is '-' or '_' or '%'))
        {
            start--;
        }

        // A name may be escaped, too.
        Span<char> folded = stackalloc char[LongestName];
        int length = 0;
        for (int i = start; i < end; i++)
        {
            if (before[i] == '%' && end - i > 2 && (before[i + 1], before[i + 2]) is ('2', 'd' or 'D') or ('5', 'f' or 'F'))
            {
                i += 2;
            }
            else if (before[i] is not ('-' or '_'))
            {
                folded[length++] = char.ToLowerInvariant(before[i]);
            }
        }

        bool isSecret = IsSecretName(folded.Slice(0, length));
        name = isSecret ? folded.Slice(0, length).ToString() : string.Empty;
        return isSecret;
    }

    // The long names also at the end of another: a parameter's name grows together with what stands before it if a separator is lost.
    private static bool IsSecretName(ReadOnlySpan<char> name)
    {
        foreach (string secret in ShortNames)
        {
            if (name.SequenceEqual(secret.AsSpan()))
            {
                return true;
            }
        }

        foreach (string secret in LongNames)
        {
            if (name.EndsWith(secret.AsSpan()))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWithScheme(ReadOnlySpan<char> before) =>
        before.EndsWith("Bearer".AsSpan(), StringComparison.OrdinalIgnoreCase) || before.EndsWith("Basic".AsSpan(), StringComparison.Ordinal);

    private static void FindRuns(string text, List<Part> parts)
    {
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            i = EndOfRun(text, start, out int symbols);
            if (symbols == 0)
            {
                i++;
                continue;
            }

            SecretKind kind = KindOfRun(text, start, i, symbols);
            if (kind != SecretKind.None)
            {
                i = kind == SecretKind.Jwt ? EndOfJwt(text, i) : EndOfLines(text, i);
                parts.Add(new(start, i, kind));
            }
        }
    }

    /// <summary>The end of the symbols of Base64 that begin there; padding ends them.</summary>
    private static int EndOfRun(string text, int at, out int symbols)
    {
        symbols = 0;
        bool isPadded = false;
        for (int width = SymbolWidth(text, at); width > 0 && (!isPadded || text[at] == '='); width = SymbolWidth(text, at))
        {
            isPadded = text[at] == '=';
            at += width;
            symbols++;
        }

        return at;
    }

    /// <summary>How many characters the symbol of Base64 takes that stands there, be it escaped for a URL or for JSON; 0 if it is none.</summary>
    private static int SymbolWidth(string text, int at)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        char c = text[at];
        if (IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '_' or '-')
        {
            return 1;
        }

        return c switch
        {
            '%' when AreHex(text, at + 1, 2) => 3,
            '\\' when at + 1 < text.Length && text[at + 1] == '/' => 2,
            '\\' when at + 1 < text.Length && text[at + 1] == 'u' && AreHex(text, at + 2, 4) => 6,
            _ => 0,
        };
    }

    private static SecretKind KindOfRun(string text, int start, int end, int symbols)
    {
        ReadOnlySpan<char> run = text.AsSpan(start, end - start);
        if (run.StartsWith("eyJ".AsSpan(), StringComparison.Ordinal) && EndOfJwt(text, end) - start >= ShortestJwt)
        {
            return SecretKind.Jwt;
        }

        // "-----BEGIN" in Base64; and how the DER of a private or public key begins, in Base64 and in hexadecimal.
        if (run.IndexOf("LS0tLS1CRUdJTi".AsSpan(), StringComparison.Ordinal) >= 0)
        {
            return SecretKind.Key;
        }

        if (run.Length >= ShortestHexKey && (run.StartsWith("30".AsSpan()) || run.StartsWith("0x30".AsSpan())) && IsAllHex(run.Slice(2)))
        {
            return SecretKind.Key;
        }

        return symbols < ShortestBase64 || !HasRandomWindow(text, start, end) ? SecretKind.None
            : run.Length >= ShortestKey && run[0] == 'M' && run[1] is >= 'C' and <= 'I' ? SecretKind.Key
            : SecretKind.Base64;
    }

    /// <summary>
    /// True if somewhere in a run enough symbols stand in segments that change between upper case, lower case and digits as only random ones do. Names
    /// made of words, paths, host names, hexadecimal and UUIDs do not: their words are longer, or stand apart, or are all in one case.
    /// </summary>
    private static bool HasRandomWindow(string text, int start, int end)
    {
        List<Symbol> symbols = Classify(text, start, end);
        int random = 0, upper = 0, lower = 0;
        for (int i = 0; i < symbols.Count; i++)
        {
            Count(symbols[i], 1);
            if (i >= ShortestBase64)
            {
                Count(symbols[i - ShortestBase64], -1);
            }

            if (random >= ShortestBase64 / 2 && upper >= ShortestBase64 / 10 && lower >= ShortestBase64 / 10)
            {
                return true;
            }
        }

        return false;

        void Count(Symbol symbol, int by)
        {
            random += symbol.IsRandom ? by : 0;
            upper += symbol.Class == SymbolClass.Upper ? by : 0;
            lower += symbol.Class == SymbolClass.Lower ? by : 0;
        }
    }

    private static List<Symbol> Classify(string text, int start, int end)
    {
        List<Symbol> symbols = new(end - start);
        int segment = 0;
        for (int i = start; i < end; i += SymbolWidth(text, i))
        {
            SymbolClass kind = text[i] switch
            {
                >= 'A' and <= 'Z' => SymbolClass.Upper,
                >= 'a' and <= 'z' => SymbolClass.Lower,
                >= '0' and <= '9' => SymbolClass.Digit,
                _ => SymbolClass.Separator,
            };
            symbols.Add(new(kind, IsRandom: false));
            if (kind == SymbolClass.Separator)
            {
                MarkSegment(symbols, segment, symbols.Count - 1);
                segment = symbols.Count;
            }
        }

        MarkSegment(symbols, segment, symbols.Count);
        return symbols;
    }

    // "Word" is one word though its case changes, and "AWSRole" is two. Names with digits in one case, such as hexadecimal, are no words at all.
    private static void MarkSegment(List<Symbol> symbols, int start, int end)
    {
        const double LongestMeanWord = 4.5;
        int words = 0;
        bool hasUpper = false, hasLower = false;
        SymbolClass before = SymbolClass.Separator;
        bool isWordOpen = false;
        for (int i = start; i < end; i++)
        {
            SymbolClass kind = symbols[i].Class;
            hasUpper |= kind == SymbolClass.Upper;
            hasLower |= kind == SymbolClass.Lower;
            bool endsCapitals = kind == SymbolClass.Lower && before == SymbolClass.Upper;
            words += endsCapitals ? (isWordOpen ? 0 : 1) : kind != before ? 1 : 0;

            // Open after a single capital, which the small letters after it belong to.
            isWordOpen = kind == SymbolClass.Upper && before != SymbolClass.Upper;
            before = kind;
        }

        if (words > 1 && hasUpper && hasLower && end - start <= words * LongestMeanWord)
        {
            for (int i = start; i < end; i++)
            {
                symbols[i] = symbols[i] with { IsRandom = true };
            }
        }
    }

    private static int EndOfJwt(string text, int end)
    {
        while (end < text.Length && text[end] == '.' && SymbolWidth(text, end + 1) > 0)
        {
            end = EndOfRun(text, end + 1, out _);
        }

        return end;
    }

    /// <summary>The end of Base64 that goes on over several lines, whose ends may be written as a literal <c>\n</c>.</summary>
    private static int EndOfLines(string text, int end)
    {
        while (true)
        {
            int next = SkipLineEnds(text, end);
            if (next == end)
            {
                return end;
            }

            int line = next;
            next = EndOfRun(text, line, out _);
            if (next == line || (text[next - 1] != '=' && next < text.Length && text[next] is ' ' or ':' or '.' or ','))
            {
                // Words, not Base64.
                return end;
            }

            end = next;
        }
    }

    private static int SkipLineEnds(string text, int at)
    {
        while (at < text.Length && (text[at] is '\r' or '\n' or '"' or '\'' || IsLiteralLineEnd(text, at)))
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return at;
    }

    private static bool IsLiteralLineEnd(string text, int at) => text[at] == '\\' && at + 1 < text.Length && text[at + 1] is 'n' or 'r';

    private static bool IsAllHex(ReadOnlySpan<char> run)
    {
        foreach (char c in run)
        {
            if (!IsHex(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreHex(string text, int at, int count)
    {
        for (int i = at; i < at + count; i++)
        {
            if (i >= text.Length || !IsHex(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHex(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');

    private static bool IsAsciiLetterOrDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private enum SymbolClass
    {
        Separator,
        Upper,
        Lower,
        Digit,
    }

    private readonly record struct Symbol(SymbolClass Class, bool IsRandom);

    private readonly record struct Part(int Start, int End, SecretKind Kind);
}
