using System;
using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;

namespace AwsSignTools.Findings;

/// <summary>
/// The one sanitiser. Text that someone else wrote, or that may have a secret in it, reaches a terminal, a log or an error only through it: what a
/// terminal acts on, what turns the direction of text and what cannot be seen is written as <c>\u001b</c>, and what looks like a secret as
/// <c>***</c>.
/// </summary>
internal static class SafeText
{
    /// <summary>The text as it may be shown; the same instance if it is safe as it is.</summary>
    public static string Of(string text) => Escape(SecretText.Conceal(text));

    /// <summary>
    /// A value as it may be shown: text and URIs as <see cref="Of(string)"/>, lists of text item by item, other values as they are. Text that a terminal
    /// does not act on stays exact, though it may have a null character or half of a surrogate pair. Of a login, and of a dictionary with a secret in it,
    /// only the name of its type: whoever shows an object shows what is in it.
    /// </summary>
    public static object? OfValue(object? value) => value is not null && HasSecret(value)
        ? value.GetType().FullName
        : Map(value, static text => IsHarmless(text) ? SecretText.Conceal(text) : Of(text));

    /// <summary>A value without what looks like a secret, but otherwise exact.</summary>
    public static object? WithoutSecrets(object? value) => Map(value, SecretText.Conceal);

    /// <summary>The text with an escape in place of each character that is not to reach a terminal; the same instance if there is none.</summary>
    public static string Escape(string text)
    {
        StringBuilder? safe = null;
        int kept = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            if (IsDeceptive(text, i))
            {
                safe ??= new StringBuilder();
                _ = safe.Append(text, kept, i - kept);
                for (kept = i; kept < i + length; kept++)
                {
                    _ = safe.Append("\\u").Append(((int)text[kept]).ToString("x4", CultureInfo.InvariantCulture));
                }
            }

            i += length;
        }

        return safe is null ? text : safe.Append(text, kept, text.Length - kept).ToString();
    }

    private static object? Map(object? value, Converter<string, string> convert)
    {
        switch (value)
        {
            case string text:
                return convert(text);
            case Uri uri:
                string converted = convert(uri.OriginalString);
                return ReferenceEquals(converted, uri.OriginalString) ? uri : converted;
            case string?[] texts:
                return Array.ConvertAll(texts, text => text is null ? null : convert(text));
            default:
                return value;
        }
    }

    private static bool HasSecret(object value)
    {
        if (value is not IDictionary dictionary)
        {
            return value is ICredentials;
        }

        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Value is ICredentials || SecretText.KindOf($"{entry.Key}={entry.Value}") != SecretKind.None)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHarmless(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (IsDeceptive(text, i) && text[i] != '\0' && (isPair || !char.IsSurrogate(text[i])))
            {
                return false;
            }

            i += isPair ? 1 : 0;
        }

        return true;
    }

    /// <summary>True for a character that a terminal acts on, that changes the direction of text, or that cannot be seen.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where the character is; its first half if it has two.</param>
    private static bool IsDeceptive(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,

        // Marks and letters that take no room: variation selectors, joiners and fillers.
        UnicodeCategory.NonSpacingMark => text[index] is '\u034F' or '\u17B4' or '\u17B5' or (>= '\u180B' and <= '\u180F') or (>= '\uFE00' and <= '\uFE0F') or '\uDB40',
        UnicodeCategory.OtherLetter => text[index] is '\u115F' or '\u1160' or '\u3164' or '\uFFA0',

        // Older platforms do not know all of the tag characters and selectors of plane 14, which are all invisible.
        UnicodeCategory.OtherNotAssigned => text[index] is '\uDB40',
        _ => false,
    };
}
