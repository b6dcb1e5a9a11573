using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;
using AwsSignTools.Platform;

namespace AwsSignTools.Keys;

/// <summary>
/// Finds the blocks of PEM text (RFC 7468) as people have it: with a BOM, CR LF, text around, several blocks, the headers of the old
/// encryption, and line ends written as a literal <c>\n</c>, as an environment variable holds them.
/// </summary>
internal static class PemReader
{
    private const string BeginMark = "-----BEGIN ";
    private const string EndMark = "-----END ";
    private const string Dashes = "-----";

    /// <summary>
    /// Reads the next block and moves <paramref name="text"/> behind it; null if there is none. A begin mark without a whole block
    /// of base64 behind it is text around.
    /// </summary>
    public static PemBlock? ReadNext(ref ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text;
        for (int begin = rest.IndexOf(BeginMark.AsSpan(), StringComparison.Ordinal); begin >= 0; begin = rest.IndexOf(BeginMark.AsSpan(), StringComparison.Ordinal))
        {
            rest = rest.Slice(begin + BeginMark.Length);
            if (ReadBlock(rest, out int length) is { } block)
            {
                text = rest.Slice(length);
                return block;
            }
        }

        return null;
    }

    /// <summary>Reads a block from behind its begin mark.</summary>
    private static PemBlock? ReadBlock(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        int labelEnd = text.IndexOf(Dashes.AsSpan(), StringComparison.Ordinal);
        if (labelEnd < 0)
        {
            return null;
        }

        string label = text.Slice(0, labelEnd).ToString();
        ReadOnlySpan<char> body = text.Slice(labelEnd + Dashes.Length);
        string endMark = EndMark + label + Dashes;

        // Neither base64 nor a header has five dashes: the first must be the end's. So each mark is looked at once, however many there are.
        int end = body.IndexOf(Dashes.AsSpan(), StringComparison.Ordinal);
        if (end < 0 || !body.Slice(end).StartsWith(endMark.AsSpan(), StringComparison.Ordinal))
        {
            return null;
        }

        length = labelEnd + Dashes.Length + end + endMark.Length;
        body = body.Slice(0, end);
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
                PlatformCrypto.Zero(buffer);
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

/// <summary>One block of PEM text: its label, the headers of the old encryption (RFC 1421), and its bytes. Disposing it wipes the bytes.</summary>
internal sealed class PemBlock(string label, IReadOnlyDictionary<string, string> headers, byte[] buffer, int length) : IDisposable
{
    /// <summary>What stands after BEGIN, such as <c>EC PRIVATE KEY</c>.</summary>
    public string Label { get; } = label;

    /// <summary>The headers before the base64, such as <c>DEK-Info</c>; nearly always none.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>The decoded bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <inheritdoc/>
    public void Dispose() => PlatformCrypto.Zero(buffer);
}
