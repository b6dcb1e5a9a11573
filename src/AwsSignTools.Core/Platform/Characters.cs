using System;

namespace AwsSignTools.Platform;

/// <summary>The classes of ASCII characters that names of AWS are made of.</summary>
internal static class Characters
{
    // A bit for each unreserved character: '-' '.' '0'-'9' below 64, then 'A'-'Z' '_' 'a'-'z' '~'.
    private const ulong UnreservedBelow64 = 0x03FF_6000_0000_0000;
    private const ulong UnreservedFrom64 = 0x47FF_FFFE_87FF_FFFE;

    /// <summary>True for an unreserved character of RFC 3986: a letter, a digit, <c>-</c>, <c>_</c>, <c>.</c> or <c>~</c>.</summary>
    public static bool IsUnreserved(int c) => c < 0x80 && (((c < 64 ? UnreservedBelow64 : UnreservedFrom64) >> (c & 63)) & 1) != 0;

    /// <summary>True for a text of one or more digits.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is < '0' or > '9')
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    /// <summary>True for a text of one or more ASCII letters, digits and the characters <c>_ . -</c>.</summary>
    public static bool IsPlainName(ReadOnlySpan<char> text) => !text.IsEmpty && Text.IsUnreserved(text) && text.IndexOf('~') < 0;

    /// <summary>True for a text of one or more ASCII letters, digits and characters of <paramref name="others"/>.</summary>
    public static bool IsWord(ReadOnlySpan<char> text, string others)
    {
        foreach (char c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')) && others.AsSpan().IndexOf(c) < 0)
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }
}
