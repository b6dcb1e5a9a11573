using System;
using System.Collections.Generic;
using System.Text;

namespace AwsSignTools.Findings;

/// <summary>
/// Hides known secrets in text that others wrote, such as a server that repeats what it received: in every usual spelling (escapes of URLs, HTML,
/// XML and JSON, one within another, and letters of another case), and also a part of a secret where the text begins or ends. The time is linear in
/// the length of the text.
/// </summary>
internal sealed class SecretConcealer
{
    private const string Mask = "***";

    // How often a text is unescaped: each time removes one level of escapes.
    private const int MostLevels = 6;

    // A part of a shorter secret, and a shorter part, is too likely to be a part of other words.
    private const int ShortestDivided = 12;
    private const int ShortestPart = 4;
    private const int ShortestInner = 8;

    // How many characters of an escape may be left over where a text was cut in the middle of it.
    private const int LongestRest = 12;

    private static readonly string[] SecretNames =
        ["SIGNATURE", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "AUTHORIZATION", "COOKIE", "API-KEY", "API_KEY", "APIKEY", "JWT", "ASSERTION"];

    private readonly List<Pattern> _patterns = [];

    /// <summary>Makes a concealer.</summary>
    /// <param name="secrets">The secrets, as they are or escaped; null and empty ones are skipped.</param>
    public SecretConcealer(IEnumerable<string?> secrets)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (string? secret in secrets)
        {
            foreach (EscapedText level in EscapedText.ReadLevels(secret ?? string.Empty, MostLevels))
            {
                byte[] folded = level.ToFolded();
                if (folded.Length > 0 && known.Add(Convert.ToBase64String(folded)))
                {
                    _patterns.Add(new Pattern(folded));
                }
            }
        }
    }

    /// <summary>True if the value of a query parameter or header of this name is a secret, as far as the name shows it.</summary>
    public static bool IsSecretName(string name)
    {
        string upper = name.ToUpperInvariant();
        return upper == "SIG" || Array.Exists(SecretNames, upper.Contains);
    }

    /// <summary>The secrets of a header, if its name is one of a secret: what follows a scheme such as <c>Bearer</c>, and the signature of SigV4.</summary>
    public static IEnumerable<string> FindInHeader(string name, string value)
    {
        // Others have one value, in which an equals sign is a character like any other.
        bool isPaired = name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);
        string[] parts = IsSecretName(name) ? value.Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries) : [];
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i];
            int equals = isPaired ? part.TrimEnd('=').IndexOf('=') : -1;
            bool isScheme = i == 0 && parts.Length > 1 && equals < 0;
            if (!isScheme && !IsPublicPart(part))
            {
                yield return part.Substring(equals + 1);
            }
        }
    }

    /// <summary>The text with asterisks in place of each secret, and of each part of one at its beginning and end.</summary>
    public string Hide(string text)
    {
        if (_patterns.Count == 0 || text.Length == 0)
        {
            return text;
        }

        // How many hidden parts begin at a character, less those that end there.
        int[] changes = new int[text.Length + 1];
        bool isChanged = false;
        foreach (EscapedText level in EscapedText.ReadLevels(text, MostLevels))
        {
            foreach (Pattern pattern in _patterns)
            {
                isChanged |= Mark(level, pattern, changes);
            }
        }

        return isChanged ? Replace(text, changes) : text;
    }

    // Of the Authorization header of SigV4.
    private static bool IsPublicPart(string part) =>
        part.StartsWith("Credential=", StringComparison.Ordinal) || part.StartsWith("SignedHeaders=", StringComparison.Ordinal);

    private static bool Mark(EscapedText text, Pattern pattern, int[] changes)
    {
        bool isFound = false;
        void Add(int first, int last)
        {
            isFound = true;
            changes[text.Starts[first]]++;
            changes[text.Ends[last]]--;
        }

        int matched = 0;
        for (int i = 0; i < text.Length; i++)
        {
            matched = pattern.Advance(matched, text.Folded(i));
            if (matched == pattern.Length)
            {
                Add(i + 1 - matched, i);
                matched = pattern.Shorten(matched);
            }
        }

        if (pattern.Length >= ShortestDivided)
        {
            MarkParts(text, pattern, Add);
        }

        return isFound;
    }

    private static void MarkParts(EscapedText text, Pattern pattern, Action<int, int> add)
    {
        // At the end, with what is left of an escape that was cut.
        int end = text.Length;
        for (int shorter = end; shorter >= 0; shorter = text.FindCutEscape(end))
        {
            end = shorter;
            int part = pattern.FindStartBefore(text, end);
            if (part >= ShortestPart)
            {
                add(end - part, text.Length - 1);
                break;
            }
        }

        // At the beginning, after what is left of an escape that was cut; and everything, if the text is from the middle of the secret.
        end = text.FindEndWithoutCutEscapes();
        for (int start = 0; start <= Math.Min(LongestRest, text.Length - ShortestPart); start++)
        {
            if (!text.IsRestOfEscape(start))
            {
                continue;
            }

            int part = pattern.FindEndAfter(text, start);
            if (part >= (start == 0 ? ShortestPart : ShortestInner))
            {
                add(0, start + part - 1);
                break;
            }

            if (end - start >= ShortestInner && end - start < pattern.Length && pattern.Contains(text, start, end))
            {
                add(0, text.Length - 1);
                break;
            }
        }
    }

    private static string Replace(string text, int[] changes)
    {
        StringBuilder shown = new(text.Length);
        int hiding = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool wasHiding = hiding > 0;
            hiding += changes[i];
            if (hiding == 0)
            {
                _ = shown.Append(text[i]);
            }
            else if (!wasHiding)
            {
                _ = shown.Append(Mask);
            }
        }

        return shown.ToString();
    }

    /// <summary>A secret to search for, by the algorithm of Knuth, Morris and Pratt, which looks at each byte of a text once.</summary>
    private sealed class Pattern
    {
        private readonly byte[] _bytes;
        private readonly int[] _borders;
        private readonly byte[] _reversed;
        private readonly int[] _reversedBorders;

        public Pattern(byte[] bytes)
        {
            _bytes = bytes;
            _borders = FindBorders(bytes);
            _reversed = (byte[])bytes.Clone();
            Array.Reverse(_reversed);
            _reversedBorders = FindBorders(_reversed);
        }

        public int Length => _bytes.Length;

        /// <summary>How much of the pattern matches after one more byte.</summary>
        public int Advance(int matched, byte next) => Advance(_bytes, _borders, matched, next);

        /// <summary>How much still matches after a whole match.</summary>
        public int Shorten(int matched) => _borders[matched - 1];

        /// <summary>The length of the longest beginning of the pattern that ends where the text is cut.</summary>
        public int FindStartBefore(EscapedText text, int end)
        {
            int matched = 0;
            for (int i = Math.Max(0, end + 1 - Length); i < end; i++)
            {
                matched = Advance(_bytes, _borders, matched, text.Folded(i));
            }

            return matched;
        }

        /// <summary>The length of the longest end of the pattern that begins where the text is cut.</summary>
        public int FindEndAfter(EscapedText text, int start)
        {
            int matched = 0;
            for (int i = Math.Min(text.Length, start + Length - 1) - 1; i >= start; i--)
            {
                matched = Advance(_reversed, _reversedBorders, matched, text.Folded(i));
            }

            return matched;
        }

        /// <summary>True if a part of the text is within the pattern.</summary>
        public bool Contains(EscapedText text, int start, int end)
        {
            byte[] part = new byte[end - start];
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = text.Folded(start + i);
            }

            return _bytes.AsSpan().IndexOf(part) >= 0;
        }

        private static int Advance(byte[] bytes, int[] borders, int matched, byte next)
        {
            while (matched > 0 && (matched == bytes.Length || bytes[matched] != next))
            {
                matched = borders[matched - 1];
            }

            return bytes[matched] == next ? matched + 1 : matched;
        }

        private static int[] FindBorders(byte[] bytes)
        {
            int[] borders = new int[bytes.Length];
            int matched = 0;
            for (int i = 1; i < bytes.Length; i++)
            {
                matched = Advance(bytes, borders, matched, bytes[i]);
                borders[i] = matched;
            }

            return borders;
        }
    }
}
