using System;
using System.Globalization;

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

    /// <summary>The value in single quotes, through <see cref="SafeText"/>, a long one cut with its length; not at all if it looks like a secret.</summary>
    public static string Value(string? value) => UpTo(LongestShown, value);

    /// <summary>As <see cref="Value"/>, but cut elsewhere.</summary>
    public static string UpTo(int longest, string? value)
    {
        if (value is null)
        {
            return "(null)";
        }

        string length = value.Length.ToString(CultureInfo.InvariantCulture);
        return SecretText.KindOf(value) switch
        {
            SecretKind.Key => $"(hidden: {length} characters that look like a key)",
            SecretKind.Jwt => $"(hidden: {length} characters that look like a token)",
            SecretKind.Base64 => $"(hidden: {length} characters that look like a secret)",
            _ when value.Length <= longest => $"'{SafeText.Of(value)}'",
            _ => $"'{OneLine(value, longest)}…' ({length} characters)",
        };
    }

    /// <summary>The beginning of a value, without quotes, through <see cref="SafeText"/>.</summary>
    public static string OneLine(string value, int longest)
    {
        // What is hidden is found in the whole value, and not in what is left of it.
        string shown = SecretText.Conceal(value);
        return SafeText.Escape(shown.Length <= longest ? shown : shown.Substring(0, longest));
    }
}
