using System;
using System.Globalization;
using System.Text;

namespace AwsSignTools.Findings;

/// <summary>Values as messages show them: quoted, on one line, and not too long to read.</summary>
internal static class Quoted
{
    private const int LongestShown = 120;

    /// <summary>A text that is or was to be a URL, without what may be secret in one: a user name and password, the query, a fragment.</summary>
    public static string WithoutSecrets(string url)
    {
        int end = url.AsSpan().IndexOfAny('?', '#');
        string shown = end < 0 ? url : $"{url.Substring(0, end + 1)}…";
        int at = shown.LastIndexOf('@');
        return at < 0 ? shown : $"…{shown.Substring(at)}";
    }

    /// <summary>The value in single quotes, characters that break a line or cannot be seen as <c>\u0000</c>, a long one cut with its length.</summary>
    public static string Value(string? value) => UpTo(LongestShown, value);

    /// <summary>As <see cref="Value"/>, but cut elsewhere.</summary>
    public static string UpTo(int longest, string? value) => value is null ? "(null)"
        : value.Length <= longest ? $"'{OneLine(value, longest)}'"
        : $"'{OneLine(value, longest)}…' ({value.Length.ToString(CultureInfo.InvariantCulture)} characters)";

    /// <summary>The beginning of a value, without quotes, characters that break a line or cannot be seen as <c>\u0000</c>.</summary>
    public static string OneLine(string value, int longest)
    {
        StringBuilder text = new();
        foreach (char c in value.AsSpan(0, Math.Min(value.Length, longest)))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                _ = text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                _ = text.Append(c);
            }
        }

        return text.ToString();
    }
}
