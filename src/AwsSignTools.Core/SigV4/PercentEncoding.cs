using System;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// The URI encoding of SigV4: only <c>A-Z a-z 0-9 - _ . ~</c> (the unreserved characters of RFC 3986 section 2.3) stay as
/// they are; every other UTF-8 byte becomes <c>%XX</c> with upper-case digits, a space <c>%20</c>.
/// </summary>
internal static class PercentEncoding
{
    /// <summary>The encoding of a query name or value, or of a path segment.</summary>
    /// <param name="text">The text as it is meant, not yet encoded.</param>
    /// <exception cref="InvalidInputException"><c>TextInvalid</c>: the text has an unpaired surrogate.</exception>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ByteWriter writer = new(text.Length * 3);
        try
        {
            Write(ref writer, text.AsSpan());
            return Text.FromAscii(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The text of an encoded query name or value. A <c>+</c> is a plus sign: SigV4 has no form encoding.</summary>
    /// <param name="encoded">The text with <c>%XX</c> escapes.</param>
    /// <exception cref="InvalidInputException"><c>UriEscapeInvalid</c>: a <c>%</c> without two hexadecimal digits, or bytes that are not UTF-8.</exception>
    public static string Decode(string encoded)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        return Decode(encoded.AsSpan());
    }

    /// <inheritdoc cref="Decode(string)"/>
    /// <param name="encoded">The text with <c>%XX</c> escapes.</param>
    /// <param name="parameter">The parameter whose value it is, which a refusal names in its place: the value may be a session token.</param>
    internal static string Decode(ReadOnlySpan<char> encoded, string? parameter = null)
    {
        return TryDecode(encoded, out string decoded)
            ? decoded
            : throw InvalidInputException.For(
                "UriEscapeInvalid",
                parameter ?? encoded.ToString(),
                $"{(parameter is null ? Quoted.Value(encoded.ToString()) : $"The value of the parameter {Quoted.Value(parameter)}")} is not percent-encoded text: each % must begin a %XX of two hexadecimal digits, and the bytes must be UTF-8.",
                "Write a literal percent sign as %25.");
    }

    /// <summary>The text of an encoded query name or value; false, and the text as it is, where it is not percent-encoded UTF-8.</summary>
    internal static bool TryDecode(ReadOnlySpan<char> encoded, out string decoded)
    {
        decoded = encoded.ToString();
        int escape = encoded.IndexOf('%');
        if (escape < 0)
        {
            return true;
        }

        if (!Text.IsUnicode(decoded))
        {
            return false;
        }

        ByteWriter writer = new(encoded.Length * 3);
        try
        {
            for (; escape >= 0; escape = encoded.IndexOf('%'))
            {
                writer.WriteUtf8(encoded.Slice(0, escape));
                int value = escape + 2 < encoded.Length ? (Hex.Digit(encoded[escape + 1]) << 4) | Hex.Digit(encoded[escape + 2]) : -1;
                if (value < 0)
                {
                    return false;
                }

                writer.Write((byte)value);
                encoded = encoded.Slice(escape + 3);
            }

            writer.WriteUtf8(encoded);
            bool valid = Text.IsUtf8(writer.Written);
            decoded = valid ? Text.FromUtf8(writer.Written) : decoded;
            return valid;
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Writes the encoding of text.</summary>
    internal static void Write(ref ByteWriter writer, ReadOnlySpan<char> text)
    {
        // Three bytes for each character hold any ASCII text; a character beyond ASCII asks for its own room.
        Span<byte> destination = writer.GetSpan(text.Length * 3);
        int length = 0;
        while (true)
        {
            int kept = Text.CopyUnreserved(text, destination.Slice(length));
            length += kept;
            if (kept == text.Length)
            {
                break;
            }

            char c = text[kept];
            text = text.Slice(kept + 1);
            if (c < 0x80)
            {
                PutEscape(destination.Slice(length, 3), (byte)c);
                length += 3;
                continue;
            }

            writer.Advance(length);
            text = text.Slice(WriteScalar(ref writer, c, text));
            destination = writer.GetSpan(text.Length * 3);
            length = 0;
        }

        writer.Advance(length);
    }

    /// <summary>Writes the encoding of ASCII bytes that are perhaps encoded already: <c>%</c> becomes <c>%25</c>.</summary>
    internal static void Write(ref ByteWriter writer, scoped ReadOnlySpan<byte> ascii, byte alsoKept)
    {
        Span<byte> destination = writer.GetSpan(ascii.Length * 3);
        int length = 0;
        foreach (byte b in ascii)
        {
            if (b == alsoKept || Characters.IsUnreserved(b))
            {
                destination[length++] = b;
            }
            else
            {
                PutEscape(destination.Slice(length, 3), b);
                length += 3;
            }
        }

        writer.Advance(length);
    }

    // Writes a character beyond ASCII, and returns how many characters of what follows belong to it.
    private static int WriteScalar(ref ByteWriter writer, char first, ReadOnlySpan<char> rest)
    {
        int second = char.IsHighSurrogate(first) && rest.Length > 0 && char.IsLowSurrogate(rest[0]) ? 1 : 0;
        ReadOnlySpan<char> scalar = second == 0 ? [first] : [first, rest[0]];
        Span<byte> utf8 = stackalloc byte[4];
        int length = ScalarToUtf8(scalar, utf8);
        foreach (byte b in utf8.Slice(0, length))
        {
            PutEscape(writer.GetSpan(3), b);
            writer.Advance(3);
        }

        return second;
    }

    private static void PutEscape(Span<byte> destination, byte value)
    {
        ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
        destination[2] = digits[value & 0xF];
        destination[1] = digits[value >> 4];
        destination[0] = (byte)'%';
    }

    private static int ScalarToUtf8(ReadOnlySpan<char> scalar, Span<byte> utf8)
    {
        try
        {
            return Text.ToUtf8(scalar, utf8);
        }
        catch (EncoderFallbackException e)
        {
            throw InvalidInputException.For(
                "TextInvalid",
                null,
                "The text has half of a surrogate pair, which no UTF-8 can carry.",
                "Give text that is valid Unicode.",
                e);
        }
    }
}
