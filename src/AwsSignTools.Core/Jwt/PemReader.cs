using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;

namespace AwsSignTools.Jwt;

/// <summary>
/// Finds the blocks of PEM text (RFC 7468) as people have it: with a BOM, CR LF, text around, several blocks, the headers of the old
/// encryption, and line ends written as a literal <c>\n</c>, as an environment variable holds them.
/// </summary>
internal static class PemReader
{
    private const string BeginMark = "-----BEGIN ";
    private const string EndMark = "-----END ";
    private const string Dashes = "-----";

    /// <summary>Reads the next block and moves <paramref name="text"/> behind it; null where there is none, or it is cut or not base64.</summary>
    public static PemBlock? ReadNext(ref ReadOnlySpan<char> text)
    {
        int begin = text.IndexOf(BeginMark.AsSpan(), StringComparison.Ordinal);
        if (begin < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = text.Slice(begin + BeginMark.Length);
        int labelEnd = rest.IndexOf(Dashes.AsSpan(), StringComparison.Ordinal);
        if (labelEnd < 0)
        {
            return null;
        }

        string label = rest.Slice(0, labelEnd).ToString();
        rest = rest.Slice(labelEnd + Dashes.Length);
        int end = rest.IndexOf((EndMark + label + Dashes).AsSpan(), StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        text = rest.Slice(end + EndMark.Length + label.Length + Dashes.Length);
        ReadOnlySpan<char> body = rest.Slice(0, end);
        Dictionary<string, string> headers = new(StringComparer.Ordinal);
        ReadHeaders(ref body, headers);
        return Decode(label, headers, body);
    }

    private static void ReadHeaders(ref ReadOnlySpan<char> body, Dictionary<string, string> headers)
    {
        ReadOnlySpan<char> rest = body;
        while (true)
        {
            rest = SkipLineEnds(rest);
            int lineEnd = LineEnd(rest);
            ReadOnlySpan<char> line = lineEnd < 0 ? rest : rest.Slice(0, lineEnd);
            int colon = line.IndexOf(':');
            if (colon < 0)
            {
                return;
            }

            headers[line.Slice(0, colon).Trim().ToString()] = line.Slice(colon + 1).Trim().ToString();
            rest = rest.Slice(line.Length);
            body = rest;
        }
    }

    private static PemBlock? Decode(string label, Dictionary<string, string> headers, ReadOnlySpan<char> body)
    {
        byte[] buffer = new byte[body.Length];
        int count = 0;
        for (int i = 0; i < body.Length; i++)
        {
            char c = body[i];
            if (c == '\\' && i + 1 < body.Length && body[i + 1] is 'n' or 'r')
            {
                i++;
            }
            else if (c >= 0x80)
            {
                return null;
            }
            else if (!char.IsWhiteSpace(c))
            {
                buffer[count++] = (byte)c;
            }
        }

        OperationStatus status = Base64.DecodeFromUtf8InPlace(buffer.AsSpan(0, count), out int length);
        PemBlock block = new(label, headers, buffer, length);
        if (status == OperationStatus.Done)
        {
            return block;
        }

        block.Dispose();
        return null;
    }

    private static ReadOnlySpan<char> SkipLineEnds(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int width = char.IsWhiteSpace(text[0]) ? 1 : LineEnd(text) == 0 ? 2 : 0;
            if (width == 0)
            {
                break;
            }

            text = text.Slice(width);
        }

        return text;
    }

    /// <summary>Where the line ends: at a CR or LF, or at a literal <c>\r</c> or <c>\n</c>; -1 where it does not.</summary>
    private static int LineEnd(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n' || (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is 'n' or 'r'))
            {
                return i;
            }
        }

        return -1;
    }
}
