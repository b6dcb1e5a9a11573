using System;
using System.Collections.Generic;
using System.Text;
using AwsSignTools.Buffers;

namespace AwsSignTools.Credentials;

/// <summary>
/// Reads one JSON object (RFC 8259), strictly. System.Text.Json is no part of .NET Framework, and a copy beside the module would clash with
/// those of other modules; the reader that is, JsonReaderWriterFactory, takes a text that is cut off, or has more behind it, for whole.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="maximumDepth">How many objects and arrays may be within each other.</param>
internal ref struct JsonObjectReader(ReadOnlySpan<char> text, int maximumDepth)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _depth;

    /// <summary>Reads the object, which must be all there is.</summary>
    /// <returns>Its members, of which <see cref="CredentialJson.TryParse"/> says more; null where the text is something else.</returns>
    public Dictionary<string, object?>? TryRead()
    {
        SkipWhiteSpace();
        if (Current != '{' || !TryReadObject(out Dictionary<string, object?> members))
        {
            return null;
        }

        SkipWhiteSpace();
        return _at == _text.Length ? members : null;
    }

    // '\0' is nowhere allowed, so it can stand for the end.
    private readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool TryReadObject(out Dictionary<string, object?> members)
    {
        members = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (!TryBegin())
        {
            return false;
        }

        if (TryTake('}'))
        {
            return TryEnd();
        }

        do
        {
            SkipWhiteSpace();
            if (!TryReadString(out string? name) || !TryTake(':') || !TryReadValue(out object? value))
            {
                return false;
            }

            members[name!] = value;
        }
        while (TryTake(','));
        return TryTake('}') && TryEnd();
    }

    private bool TrySkipArray()
    {
        if (!TryBegin())
        {
            return false;
        }

        if (TryTake(']'))
        {
            return TryEnd();
        }

        do
        {
            if (!TryReadValue(out _))
            {
                return false;
            }
        }
        while (TryTake(','));
        return TryTake(']') && TryEnd();
    }

    private bool TryReadValue(out object? value)
    {
        SkipWhiteSpace();
        value = null;
        switch (Current)
        {
            case '{':
                bool isObject = TryReadObject(out Dictionary<string, object?> members);
                value = members;
                return isObject;
            case '[':
                return TrySkipArray();
            case '"':
                bool isString = TryReadString(out string? text);
                value = text;
                return isString;
            case 'n':
                return TryTakeWord("null");
            case 't':
                value = "true";
                return TryTakeWord("true");
            case 'f':
                value = "false";
                return TryTakeWord("false");
            default:
                int start = _at;
                bool isNumber = TrySkipNumber();
                value = _text.Slice(start, _at - start).ToString();
                return isNumber;
        }
    }

    private bool TryReadString(out string? value)
    {
        value = null;
        if (Current != '"')
        {
            return false;
        }

        _at++;
        StringBuilder read = new();
        bool wasHigh = false;
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            if (c == '"')
            {
                value = read.ToString();
                return !wasHigh;
            }

            if (c < ' ' || (c == '\\' && !TryReadEscape(out c)))
            {
                return false;
            }

            // Half of a surrogate pair is no character.
            if (wasHigh != char.IsLowSurrogate(c))
            {
                return false;
            }

            wasHigh = char.IsHighSurrogate(c);
            _ = read.Append(c);
        }

        return false;
    }

    private bool TryReadEscape(out char escaped)
    {
        char kind = Current;
        _at++;
        switch (kind)
        {
            case '"' or '\\' or '/':
                escaped = kind;
                return true;
            case 'b':
                escaped = '\b';
                return true;
            case 'f':
                escaped = '\f';
                return true;
            case 'n':
                escaped = '\n';
                return true;
            case 'r':
                escaped = '\r';
                return true;
            case 't':
                escaped = '\t';
                return true;
            case 'u':
                return TryReadHex(out escaped);
            default:
                escaped = '\0';
                return false;
        }
    }

    // Not by the platform's parser, to which NULs behind the digits are nothing.
    private bool TryReadHex(out char escaped)
    {
        const int Digits = 4;
        int code = 0;
        for (int i = 0; i < Digits; i++)
        {
            int digit = Hex.Digit(Current);
            if (digit < 0)
            {
                escaped = '\0';
                return false;
            }

            code = (code << 4) | digit;
            _at++;
        }

        escaped = (char)code;
        return true;
    }

    private bool TrySkipNumber()
    {
        _ = TryTakeHere('-');
        if (!TryTakeHere('0') && !TrySkipDigits())
        {
            return false;
        }

        if (TryTakeHere('.') && !TrySkipDigits())
        {
            return false;
        }

        if (!TryTakeHere('e') && !TryTakeHere('E'))
        {
            return true;
        }

        _ = TryTakeHere('+') || TryTakeHere('-');
        return TrySkipDigits();
    }

    private bool TrySkipDigits()
    {
        int start = _at;
        while (Current is >= '0' and <= '9')
        {
            _at++;
        }

        return _at > start;
    }

    private bool TryBegin()
    {
        _at++;
        return ++_depth <= maximumDepth;
    }

    private bool TryEnd()
    {
        _depth--;
        return true;
    }

    private bool TryTakeWord(string word)
    {
        bool isThere = _text.Slice(_at).StartsWith(word.AsSpan(), StringComparison.Ordinal);
        _at += isThere ? word.Length : 0;
        return isThere;
    }

    private bool TryTake(char expected)
    {
        SkipWhiteSpace();
        return TryTakeHere(expected);
    }

    private bool TryTakeHere(char expected)
    {
        bool isThere = Current == expected;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void SkipWhiteSpace()
    {
        while (Current is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }
}
