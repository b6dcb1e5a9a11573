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
    // So many are put in their places one by one; to put more there would move all that stand after each.
    private const int MaxInserted = 64;

    private readonly string _host;
    // In order. Not a SortedDictionary: the first signature of a process would wait for its thirty methods to be compiled.
    private readonly List<KeyValuePair<string, string>>? _headers;
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

        _headers = new List<KeyValuePair<string, string>>(headers.Count + 1);
        if (headers.Count <= MaxInserted)
        {
            foreach (KeyValuePair<string, string> header in headers)
            {
                Add(Canonicalize(header));
            }
        }
        else
        {
            AddSorted(headers);
        }

        if (!TryFind("host", out int place))
        {
            _headers.Insert(place, new("host", _host));
        }

        string[] names = new string[_headers.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = _headers[i].Key;
        }

        _signedHeaders = string.Join(";", names);
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
        if (TryFind(header.Key, out int place))
        {
            RefuseSecondHost(header.Key);
            _headers![place] = new(header.Key, _headers[place].Value + "," + header.Value);
        }
        else
        {
            _headers!.Insert(place, header);
        }
    }

    private void AddSorted(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        KeyValuePair<string, string>[] canonical = new KeyValuePair<string, string>[headers.Count];
        int[] order = new int[canonical.Length];
        int added = 0;
        foreach (KeyValuePair<string, string> header in headers)
        {
            canonical[added] = Canonicalize(header);
            order[added] = added++;
        }

        Array.Sort(order, (x, y) => string.CompareOrdinal(canonical[x].Key, canonical[y].Key) is not 0 and int names ? names : x.CompareTo(y));
        List<string> values = [];
        for (int i = 0; i < order.Length; i++)
        {
            string name = canonical[order[i]].Key;
            if (values.Count > 0)
            {
                RefuseSecondHost(name);
            }

            values.Add(canonical[order[i]].Value);
            if (i + 1 == order.Length || canonical[order[i + 1]].Key != name)
            {
                _headers!.Add(new(name, string.Join(",", values)));
                values.Clear();
            }
        }
    }

    private static KeyValuePair<string, string> Canonicalize(KeyValuePair<string, string> header)
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
        return name != "host" || IsHost(value) ? new(name, value) : throw InvalidInputException.For(
            "HeaderInvalid", name, $"The value of the header host, {Quoted.Value(value)}, is not a host.", "Give the host that the server receives, with its port unless it is the scheme's own.");
    }

    private static void RefuseSecondHost(string name)
    {
        if (name == "host")
        {
            throw InvalidInputException.For("HeaderInvalid", name, "The header host is given more than once; a request has one.", "Give one host.");
        }
    }

    private static bool IsHost(string value) => value.Length > 0 && value.AsSpan().IndexOfAny("/?#@\\ ".AsSpan()) < 0 && value.IndexOf(',') < 0;

    // Where the name stands, or belongs.
    private bool TryFind(string name, out int place)
    {
        place = 0;
        int end = _headers!.Count;
        while (place < end)
        {
            int middle = (place + end) / 2;
            int order = string.CompareOrdinal(_headers[middle].Key, name);
            if (order == 0)
            {
                place = middle;
                return true;
            }

            (place, end) = order < 0 ? (middle + 1, end) : (place, middle);
        }

        return false;
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
