using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Xml;
using AwsSignTools.Json;

namespace AwsSignTools.Aws;

/// <summary>Reads the answers and errors of the Query and JSON protocols.</summary>
internal static class AwsAnswerReader
{
    private const int MaxJsonDepth = 16;

    // No element has such a depth.
    private const int None = int.MinValue;

    private static readonly XmlReaderSettings XmlSettings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Reads the text of an element's children by their names; null if there is no such element.</summary>
    /// <param name="xml">The document, which is read to its end.</param>
    /// <param name="element">The element's local name.</param>
    /// <exception cref="XmlException">It is no XML, or has a document type definition.</exception>
    public static IReadOnlyDictionary<string, string>? ReadXml(string xml, string element)
    {
        using StringReader text = new(xml);
        using XmlReader reader = XmlReader.Create(text, XmlSettings);
        Dictionary<string, string>? children = null;
        int depth = None;
        string? child = null;

        // Comments may cut a text into thousands of pieces.
        StringBuilder value = new();
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (children is null && reader.LocalName == element)
                {
                    children = new(StringComparer.Ordinal);
                    depth = reader.IsEmptyElement ? None : reader.Depth;
                }
                else if (children is not null && reader.Depth == depth + 1)
                {
                    child = reader.LocalName;
                    children[child] = string.Empty;
                    _ = value.Clear();
                }
            }
            else if (reader.NodeType == XmlNodeType.EndElement && reader.Depth <= depth)
            {
                // The first element of that name is the one; the rest must still be XML.
                depth = None;
            }
            else if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth + 1)
            {
                children![child!] = value.ToString();
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && reader.Depth == depth + 2)
            {
                _ = value.Append(reader.Value);
            }
        }

        return children;
    }

    /// <summary>Reads a JSON object; null if the text is something else.</summary>
    public static JsonValue? ReadJson(string text) =>
        new JsonReader(text.AsSpan(), MaxJsonDepth).TryRead() is { Kind: JsonKind.Object } read ? read : null;

    /// <summary>The text of a JSON object's member; null if it has none that is text.</summary>
    public static string? TextOf(JsonValue? json, string name) => json?.Find(name) is { Kind: JsonKind.Text } member ? member.Text : null;

    /// <summary>Reads an error in either protocol; what it does not have is null.</summary>
    public static (string? Code, string? Message) ReadError(AwsAnswer answer)
    {
        string body = answer.Body.TrimStart();
        if (body.Length > 0 && body[0] == '<')
        {
            IReadOnlyDictionary<string, string>? error = null;
            try
            {
                error = ReadXml(body, "Error");
            }
            catch (XmlException)
            {
                // A web page, as of a proxy: the status is all there is.
            }

            return (NotEmpty(error, "Code"), NotEmpty(error, "Message"));
        }

        JsonValue? json = ReadJson(body);
        string? code = answer.ErrorType ?? TextOf(json, "__type") ?? TextOf(json, "code") ?? TextOf(json, "error");
        return (ShapeOf(code), TextOf(json, "message") ?? TextOf(json, "Message") ?? TextOf(json, "errorMessage") ?? TextOf(json, "error_description"));
    }

    // JSON services write com.example#SomeException, and SomeException:http://… in the header.
    private static string? ShapeOf(string? type)
    {
        if (type is null)
        {
            return null;
        }

        int colon = type.IndexOf(':');
        string name = (colon < 0 ? type : type.Substring(0, colon)).Trim();
        name = name.Substring(name.IndexOf('#') + 1);
        return name.Length == 0 ? null : name;
    }

    private static string? NotEmpty(IReadOnlyDictionary<string, string>? values, string name) =>
        values is not null && values.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
}
