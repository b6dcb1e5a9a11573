using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The text of a URL as it came from a file, a log or a mail: reports what happened to it on the way, and repairs it.</summary>
internal static class UrlText
{
    private static readonly string[] Escaped = ["&amp;", "\\u0026", "\\u0026amp;", "\\/", "^&"];

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

        string unescaped = joined;
        foreach (string escape in Escaped)
        {
            unescaped = unescaped.Replace(escape, escape == "\\/" ? "/" : "&");
        }

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
