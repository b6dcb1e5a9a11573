using System;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The text of a URL as it came from a file, a log or a mail: reports what happened to it on the way, and repairs it.</summary>
internal static class UrlText
{
    /// <summary>Repairs a text.</summary>
    /// <returns>The URL that was meant; null if the text cannot be a URL.</returns>
    public static string? Repair(string text, ref FindingCollector findings)
    {
        if (!Text.IsUnicode(text))
        {
            return null;
        }

        string url = text.Trim().Trim('"', '\'', '`', '<', '>', '\u201c', '\u201d', '\u2018', '\u2019').Trim();
        string joined = WithoutBreaks(url);
        if (joined.Length != url.Length)
        {
            findings.Error(
                "UrlBroken",
                null,
                "The URL has line ends or spaces in it: it was broken on its way, such as by a console or a mail.",
                "Put it on one line again, without spaces.");
        }

        string unescaped = Unescape(joined);
        if (unescaped.Length != joined.Length)
        {
            findings.Error(
                "UrlEscapedAsText",
                null,
                "The URL is escaped as text of HTML, JSON or a command line (such as &amp; or \\u0026 for &); a client would send it so.",
                "Take the URL itself: decode the document it stands in.");
        }

        int fragment = unescaped.IndexOf('#');
        if (fragment >= 0)
        {
            findings.Error(
                "UrlFragment",
                null,
                "The URL has a fragment (#), which is never sent to a server; everything after it is lost.",
                "Write a literal # as %23 before signing.");
            unescaped = unescaped.Substring(0, fragment);
        }

        return unescaped;
    }

    // In one pass, since what is escaped may be escaped again: &amp;amp; and \u0026amp; are one &.
    private static string Unescape(string text)
    {
        const string Json = "u0026";
        const string Html = "amp;";
        StringBuilder unescaped = new(text.Length);
        int at = 0;
        while (at < text.Length)
        {
            int backslashes = 0;
            while (at + backslashes < text.Length && text[at + backslashes] == '\\')
            {
                backslashes++;
            }

            ReadOnlySpan<char> rest = text.AsSpan(at + backslashes);
            bool isJson = backslashes > 0 && rest.StartsWith(Json.AsSpan(), StringComparison.Ordinal);
            if (isJson || (backslashes == 0 && rest[0] == '&'))
            {
                at += backslashes + (isJson ? Json.Length : 1);
                while (text.AsSpan(at).StartsWith(Html.AsSpan(), StringComparison.Ordinal))
                {
                    at += Html.Length;
                }

                // The escape of cmd.exe stands before it.
                while (unescaped.Length > 0 && unescaped[unescaped.Length - 1] == '^')
                {
                    unescaped.Length--;
                }

                _ = unescaped.Append('&');
            }
            else if (backslashes == 0 || rest.StartsWith("/".AsSpan(), StringComparison.Ordinal))
            {
                _ = unescaped.Append(rest[0]);
                at += backslashes + 1;
            }
            else
            {
                _ = unescaped.Append('\\', backslashes);
                at += backslashes;
            }
        }

        return unescaped.ToString();
    }

    private static string WithoutBreaks(string text)
    {
        char[] kept = new char[text.Length];
        int length = 0;
        bool broken = false;
        foreach (char c in text)
        {
            // A space alone is a character that is not encoded, which another rule reports; with a line end it is the indent of the next line.
            if (c is '\r' or '\n' or '\t' || (broken && c == ' '))
            {
                broken = true;
            }
            else
            {
                kept[length++] = c;
                broken = false;
            }
        }

        return length == text.Length ? text : new string(kept, 0, length);
    }
}
