using System;
using System.Collections.Generic;
using System.Text;
using AwsSignTools.Platform;

namespace AwsSignTools.Json;

/// <summary>
/// Reads one JSON text (RFC 8259), strictly. System.Text.Json is no part of .NET Framework, and a copy beside the module would clash with
/// those of other modules; the reader that is, JsonReaderWriterFactory, takes a text that is cut off, or has more behind it, for whole.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="maximumDepth">How many objects and arrays may be within each other.</param>
internal ref struct JsonReader(ReadOnlySpan<char> text, int maximumDepth)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _depth;

    /// <summary>Reads the value, which must be all there is; null if the text is something else.</summary>
    public JsonValue? TryRead()
    {
        if (!TryReadValue(out JsonValue? value))
        {
            return null;
        }

        SkipWhiteSpace();
        return _at == _text.Length ? value : null;
    }

    /// <summary>Where the reading ended: behind the value, or where the text is no longer JSON.</summary>
    public readonly int Position => Math.Min(_at, _text.Length);

    // '\0' is nowhere allowed, so it can stand for the end.
    private readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool TryReadObject(out JsonValue? value)
    {
        value = null;
        List<JsonMember> members = [];
        if (!TryBegin())
        {
            return false;
        }

        if (!TryTake('}'))
        {
            do
            {
                SkipWhiteSpace();
                if (!TryReadString(out string? name) || !TryTake(':') || !TryReadValue(out JsonValue? member))
                {
                    return false;
                }

                members.Add(new JsonMember(name!, member!));
            }
            while (TryTake(','));
            if (!TryTake('}'))
            {
                return false;
            }
        }

        _depth--;
        value = JsonValue.Object(members);
        return true;
    }

    private bool TryReadArray(out JsonValue? value)
    {
        value = null;
        List<JsonValue> items = [];
        if (!TryBegin())
        {
            return false;
        }

        if (!TryTake(']'))
        {
            do
            {
                if (!TryReadValue(out JsonValue? item))
                {
                    return false;
                }

                items.Add(item!);
            }
            while (TryTake(','));
            if (!TryTake(']'))
            {
                return false;
            }
        }

        _depth--;
        value = JsonValue.Array(items);
        return true;
    }

    private bool TryReadValue(out JsonValue? value)
    {
        SkipWhiteSpace();
        switch (Current)
        {
            case '{':
                return TryReadObject(out value);
            case '[':
                return TryReadArray(out value);
            case '"':
                bool isString = TryReadString(out string? text);
                value = text is null ? null : JsonValue.Of(JsonKind.Text, text);
                return isString;
            case 'n':
                value = JsonValue.Null;
                return TryTakeWord("null");
            case 't':
                value = JsonValue.True;
                return TryTakeWord("true");
            case 'f':
                value = JsonValue.False;
                return TryTakeWord("false");
            default:
                int start = _at;
                bool isNumber = TrySkipNumber();
                value = isNumber ? JsonValue.Of(JsonKind.Number, _text.Slice(start, _at - start).ToString()) : null;
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

    private bool TryTakeWord(string word)
    {
        foreach (char c in word)
        {
            if (!TryTakeHere(c))
            {
                return false;
            }
        }

        return true;
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
