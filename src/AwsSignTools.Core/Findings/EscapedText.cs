using System;
using System.Collections.Generic;
using System.Text;

namespace AwsSignTools.Findings;

/// <summary>
/// The UTF-8 bytes of a text from which so many levels of escapes were removed, each with the characters of the text that it came from. The escapes
/// are those of URLs (<c>%2F</c>), of HTML and XML (<c>&amp;#47;</c>, <c>&amp;#x2F;</c>, <c>&amp;sol;</c>) and of JSON and C (<c>\/</c>,
/// <c>\u002F</c>, <c>\x2F</c>, <c>\057</c>).
/// </summary>
internal sealed class EscapedText
{
    private const int LongestReference = 12;

    // The characters of ASCII that HTML has names for.
    private static readonly Dictionary<string, char> Names = new(StringComparer.Ordinal)
    {
        ["Tab"] = '\t',
        ["NewLine"] = '\n',
        ["nbsp"] = ' ',
        ["excl"] = '!',
        ["quot"] = '"',
        ["QUOT"] = '"',
        ["num"] = '#',
        ["dollar"] = '$',
        ["percnt"] = '%',
        ["amp"] = '&',
        ["AMP"] = '&',
        ["apos"] = '\'',
        ["lpar"] = '(',
        ["rpar"] = ')',
        ["ast"] = '*',
        ["midast"] = '*',
        ["plus"] = '+',
        ["comma"] = ',',
        ["period"] = '.',
        ["sol"] = '/',
        ["colon"] = ':',
        ["semi"] = ';',
        ["lt"] = '<',
        ["LT"] = '<',
        ["equals"] = '=',
        ["gt"] = '>',
        ["GT"] = '>',
        ["quest"] = '?',
        ["commat"] = '@',
        ["lsqb"] = '[',
        ["lbrack"] = '[',
        ["bsol"] = '\\',
        ["rsqb"] = ']',
        ["rbrack"] = ']',
        ["Hat"] = '^',
        ["lowbar"] = '_',
        ["UnderBar"] = '_',
        ["grave"] = '`',
        ["lcub"] = '{',
        ["lbrace"] = '{',
        ["verbar"] = '|',
        ["vert"] = '|',
        ["rcub"] = '}',
        ["rbrace"] = '}',
    };

    private readonly List<byte> _bytes;

    private EscapedText(int capacity)
    {
        _bytes = new(capacity);
        Starts = new(capacity);
        Ends = new(capacity);
    }

    /// <summary>How many bytes there are.</summary>
    public int Length => _bytes.Count;

    /// <summary>For each byte, the first of the characters that it came from.</summary>
    public List<int> Starts { get; }

    /// <summary>For each byte, the end of the characters that it came from.</summary>
    public List<int> Ends { get; }

    /// <summary>The text as it is, and with one level of escapes less each time, as long as there are any.</summary>
    public static IEnumerable<EscapedText> ReadLevels(string text, int most)
    {
        EscapedText level = Read(text);
        for (int count = 1; ; count++)
        {
            yield return level;
            EscapedText next = level.RemoveEscapes();
            if (next.Length == level.Length || count == most)
            {
                yield break;
            }

            level = next;
        }
    }

    /// <summary>A byte as it is compared: without its letter case, and a space as the plus sign that a form has for it.</summary>
    public byte Folded(int index) => _bytes[index] switch
    {
        >= (byte)'A' and <= (byte)'Z' and byte upper => (byte)(upper | 0x20),
        (byte)' ' => (byte)'+',
        byte other => other,
    };

    /// <summary>All bytes as they are compared.</summary>
    public byte[] ToFolded()
    {
        byte[] folded = new byte[Length];
        for (int i = 0; i < folded.Length; i++)
        {
            folded[i] = Folded(i);
        }

        return folded;
    }

    /// <summary>Where an escape begins that the end cuts; -1 if it cuts none.</summary>
    public int FindCutEscape(int end)
    {
        for (int start = end - 1; start >= 0 && start >= end - LongestReference; start--)
        {
            if (_bytes[start] is (byte)'%' or (byte)'&' or (byte)'\\')
            {
                return IsCutEscape(start, end) ? start : -1;
            }
        }

        return -1;
    }

    /// <summary>True if what is before a place may be the rest of an escape that the beginning cuts, or is nothing.</summary>
    public bool IsRestOfEscape(int end)
    {
        if (end == 0)
        {
            return true;
        }

        string rest = ToAscii(0, end - 1);
        return _bytes[end - 1] switch
        {
            (byte)';' => IsLettersAndDigits(rest.TrimStart('#')),
            (byte)'}' => IsHex(rest.TrimStart('u', '{'), 0, LongestReference),
            byte last => IsHex((rest + (char)last).TrimStart('u', 'x', 'U', 'X'), 0, 8),
        };
    }

    /// <summary>The end without the escapes that it cuts.</summary>
    public int FindEndWithoutCutEscapes()
    {
        int end = Length;
        for (int shorter = end; shorter >= 0; shorter = FindCutEscape(end))
        {
            end = shorter;
        }

        return end;
    }

    private static EscapedText Read(string text)
    {
        EscapedText read = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            int next = i + (isPair ? 2 : 1);
            read.Add(isPair ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i], i, next);
            i = next - 1;
        }

        return read;
    }

    private EscapedText RemoveEscapes()
    {
        EscapedText read = new(Length);
        for (int i = 0; i < Length;)
        {
            int length = ReadEscape(i, out int value, out bool isByte);
            if (length == 0)
            {
                read.AddByte(_bytes[i], Starts[i], Ends[i]);
                i++;
                continue;
            }

            int start = Starts[i];
            int end = Ends[i + length - 1];
            if (isByte)
            {
                read.AddByte((byte)value, start, end);
            }
            else
            {
                read.Add(value, start, end);
            }

            i += length;
        }

        return read;
    }

    // The length of an escape; 0 if there is none.
    private int ReadEscape(int at, out int value, out bool isByte)
    {
        value = 0;
        isByte = false;
        switch (_bytes[at])
        {
            case (byte)'%':
                isByte = PeekAt(at + 1) is not ('u' or 'U');
                return isByte ? ReadHex(at, 1, 2, out value) : ReadHex(at, 2, 4, out value);
            case (byte)'&':
                return PeekAt(at + 1) == '#' ? ReadReference(at, out value) : ReadName(at, out value);
            case (byte)'\\':
                return ReadBackslash(at, out value);
            default:
                return 0;
        }
    }

    private int ReadBackslash(int at, out int value)
    {
        int next = PeekAt(at + 1);
        value = next;
        return next switch
        {
            'u' when PeekAt(at + 2) == '{' => ReadBraces(at, out value),
            'u' => ReadHex(at, 2, 4, out value),
            'U' => ReadHex(at, 2, 8, out value),
            'x' => ReadHex(at, 2, 2, out value),
            >= '0' and <= '7' => ReadOctal(at, out value),
            >= '!' and <= '~' when !char.IsLetterOrDigit((char)next) => 2,
            _ => 0,
        };
    }

    private int ReadHex(int at, int skipped, int digits, out int value)
    {
        value = 0;
        for (int i = 0; i < digits; i++)
        {
            int digit = HexAt(at + skipped + i);
            if (digit < 0)
            {
                return 0;
            }

            value = (value << 4) | digit;
        }

        return skipped + digits;
    }

    private int ReadOctal(int at, out int value)
    {
        value = 0;
        for (int i = 1; i <= 3; i++)
        {
            if (PeekAt(at + i) is not (>= '0' and <= '7' and int digit))
            {
                return 0;
            }

            value = (value << 3) | (digit - '0');
        }

        return value <= byte.MaxValue ? 4 : 0;
    }

    private int ReadBraces(int at, out int value)
    {
        value = 0;
        int i = at + 3;
        for (; i - at < LongestReference && HexAt(i) >= 0; i++)
        {
            value = (value << 4) | HexAt(i);
        }

        return i > at + 3 && PeekAt(i) == '}' ? i + 1 - at : 0;
    }

    // Browsers accept a reference without its semicolon. At the end it is not known whether more digits were cut off.
    private int ReadReference(int at, out int value)
    {
        value = 0;
        bool isHex = PeekAt(at + 2) is 'x' or 'X';
        int first = at + (isHex ? 3 : 2);
        int i = first;
        for (; i - at < LongestReference && HexAt(i) is >= 0 and int digit && (isHex || digit < 10); i++)
        {
            value = (value * (isHex ? 16 : 10)) + digit;
        }

        return i == first || i == Length ? 0 : PeekAt(i) == ';' ? i + 1 - at : i - at;
    }

    private int ReadName(int at, out int value)
    {
        value = 0;
        StringBuilder name = new();
        int i = at + 1;
        for (; i - at < LongestReference && PeekAt(i) is >= 0 and int letter && char.IsLetter((char)letter); i++)
        {
            _ = name.Append((char)letter);
        }

        if (PeekAt(i) != ';' || !Names.TryGetValue(name.ToString(), out char character))
        {
            return 0;
        }

        value = character;
        return i + 1 - at;
    }

    private bool IsCutEscape(int start, int end)
    {
        string cut = ToAscii(start + 1, end);
        return _bytes[start] switch
        {
            (byte)'%' => IsHex(cut, 0, 1) || (Begins(cut, 'u') && IsHex(cut, 1, 4)),
            (byte)'&' => cut.Length == 0 || (cut[0] == '#' ? IsHex(cut, cut.Length > 1 && cut[1] is 'x' or 'X' ? 2 : 1, LongestReference) : IsLettersAndDigits(cut)),
            _ => cut.Length == 0 || (Begins(cut, 'u') && (IsHex(cut, 1, 8) || IsHex(cut, 2, LongestReference))) || (Begins(cut, 'x') && IsHex(cut, 1, 2)) || IsHex(cut, 0, 2),
        };
    }

    private string ToAscii(int start, int end)
    {
        StringBuilder text = new();
        for (int i = start; i < end; i++)
        {
            _ = text.Append((char)_bytes[i]);
        }

        return text.ToString();
    }

    private static bool Begins(string text, char letter) => text.Length > 0 && char.ToLowerInvariant(text[0]) == letter;

    private static bool IsHex(string text, int start, int most)
    {
        bool isHex = text.Length >= start && text.Length - start <= most;
        for (int i = start; isHex && i < text.Length; i++)
        {
            isHex = Uri.IsHexDigit(text[i]);
        }

        return isHex;
    }

    private static bool IsLettersAndDigits(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private int PeekAt(int index) => index < Length ? _bytes[index] : -1;

    private int HexAt(int index) => PeekAt(index) switch
    {
        >= '0' and <= '9' and int digit => digit - '0',
        >= 'a' and <= 'f' and int digit => digit - 'a' + 10,
        >= 'A' and <= 'F' and int digit => digit - 'A' + 10,
        _ => -1,
    };

    private void Add(int codePoint, int start, int end)
    {
        if (codePoint is < 0x80 and >= 0)
        {
            AddByte((byte)codePoint, start, end);
        }
        else if (codePoint is > 0x10FFFF or < 0 or (>= 0xD800 and <= 0xDFFF))
        {
            AddByte((byte)'?', start, end);
        }
        else
        {
            foreach (byte b in Encoding.UTF8.GetBytes(char.ConvertFromUtf32(codePoint)))
            {
                AddByte(b, start, end);
            }
        }
    }

    private void AddByte(byte value, int start, int end)
    {
        _bytes.Add(value);
        Starts.Add(start);
        Ends.Add(end);
    }
}
