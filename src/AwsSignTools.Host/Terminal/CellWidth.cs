using System;
using System.Text;

namespace AwsSignTools.Host.Terminal;

/// <summary>How many columns of a terminal text takes: escape sequences none, East Asian wide characters and emoji two.</summary>
internal static class CellWidth
{
    /// <summary>The wide blocks, as first and last code point (Unicode's East Asian Width W and F, by block).</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF),
        (0x20000, 0x3FFFD),
    ];

    internal static int Of(ReadOnlySpan<char> text)
    {
        int cells = 0;
        while (!text.IsEmpty)
        {
            if (text[0] == '\e')
            {
                text = text[EscapeLength(text)..];
                continue;
            }

            _ = Rune.DecodeFromUtf16(text, out Rune rune, out int consumed);
            cells += Of(rune);
            text = text[consumed..];
        }

        return cells;
    }

    private static int Of(Rune rune)
    {
        if (rune.IsAscii)
        {
            return 1;
        }

        if (Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format)
        {
            return 0;
        }

        foreach ((int first, int last) in Wide)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return 2;
            }
        }

        return 1;
    }

    /// <summary>The length of the control sequence (ESC [ … final byte) at the start of <paramref name="text"/>, or 1.</summary>
    private static int EscapeLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[1] != '[')
        {
            return 1;
        }

        int final = text[2..].IndexOfAnyInRange('@', '~');
        return final < 0 ? text.Length : final + 3;
    }
}
