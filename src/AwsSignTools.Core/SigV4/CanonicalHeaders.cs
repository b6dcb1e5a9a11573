using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// The canonical headers: names in lower case and in order, values trimmed with inner runs of spaces and tabs made one space, values
/// of the same name joined by commas. Most presigned URLs sign <c>host</c> alone; that case makes no list.
/// </summary>
internal readonly struct CanonicalHeaders
{
    private readonly string _host;
    private readonly SortedDictionary<string, string>? _headers;
    private readonly string? _signedHeaders;

    /// <summary>Sorts the headers to sign.</summary>
    /// <param name="host">The value of <c>host</c> where the headers have none.</param>
    /// <param name="headers">The headers to sign.</param>
    public CanonicalHeaders(string host, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        _host = host;
        if (headers.Count == 0)
        {
            return;
        }

        _headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> header in headers)
        {
            Add(header);
        }

        if (!_headers.ContainsKey("host"))
        {
            _headers.Add("host", _host);
        }

        _signedHeaders = string.Join(";", _headers.Keys);
    }

    /// <summary>The names, <c>;</c> between them.</summary>
    public string SignedHeaders => _signedHeaders ?? "host";

    /// <summary>Writes a line for each header, each with its line end.</summary>
    public void Write(ref ByteWriter writer)
    {
        if (_headers is null)
        {
            writer.Write("host:"u8);
            writer.WriteUtf8(_host.AsSpan());
            writer.Write((byte)'\n');
            return;
        }

        foreach (KeyValuePair<string, string> header in _headers)
        {
            writer.WriteUtf8(header.Key.AsSpan());
            writer.Write((byte)':');
            writer.WriteUtf8(header.Value.AsSpan());
            writer.Write((byte)'\n');
        }
    }

    private void Add(KeyValuePair<string, string> header)
    {
        if (!HttpToken.IsValid(header.Key))
        {
            throw InvalidInputException.For(
                "HeaderInvalid",
                header.Key,
                $"{Quoted.Value(header.Key)} is not a header name.",
                "Use letters, digits and '-' in a header name.");
        }

        string name = header.Key.ToLowerInvariant();
        string value = Collapse(name, header.Value ?? string.Empty);
        _headers![name] = _headers.TryGetValue(name, out string? earlier) ? earlier + "," + value : value;
    }

    private static string Collapse(string name, string value)
    {
        if (!Text.IsUnicode(value))
        {
            throw InvalidInputException.For(
                "HeaderInvalid",
                name,
                $"The value of the header {Quoted.Value(name)} has half of a surrogate pair, which no UTF-8 can carry.",
                "Give text that is valid Unicode.");
        }

        char[] kept = new char[value.Length];
        int length = 0;
        foreach (char c in value)
        {
            if (c is '\r' or '\n' or '\0')
            {
                // The value is not shown: it may be a token.
                throw InvalidInputException.For(
                    "HeaderInvalid",
                    name,
                    $"The value of the header {Quoted.Value(name)} has a line end, which would begin another header.",
                    "Give the value on one line.");
            }

            if (c is not (' ' or '\t'))
            {
                kept[length++] = c;
            }
            else if (length > 0 && kept[length - 1] != ' ')
            {
                kept[length++] = ' ';
            }
        }

        length -= length > 0 && kept[length - 1] == ' ' ? 1 : 0;
        return length == value.Length && value.IndexOf('\t') < 0 ? value : new string(kept, 0, length);
    }
}
