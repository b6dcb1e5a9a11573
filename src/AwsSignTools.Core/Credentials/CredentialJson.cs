using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;

namespace AwsSignTools.Credentials;

/// <summary>
/// Reads JSON text of a credential, as <c>credential_process</c>, <c>aws configure export-credentials</c> and <c>aws sts</c> print it, by the
/// platform's reader. Objects are dictionaries that ignore the case of a name; numbers and words are text.
/// </summary>
public static class CredentialJson
{
    // A credential has some four thousand characters at most; deeper or larger text is something else.
    private const int MaximumDepth = 8;
    private const int MaximumLength = 256 * 1024;

    /// <summary>Reads one JSON object.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The object's members; a nested object is a dictionary too, an array null. Null where the text is no JSON object.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static IDictionary? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength || !text.AsSpan().TrimStart().StartsWith("{".AsSpan(), StringComparison.Ordinal))
        {
            return null;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.Trim());
        try
        {
            XmlDictionaryReaderQuotas quotas = new()
            {
                MaxDepth = MaximumDepth,
                MaxStringContentLength = MaximumLength,
                MaxArrayLength = MaximumLength,
                MaxBytesPerRead = MaximumLength,
                MaxNameTableCharCount = MaximumLength,
            };
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(bytes, quotas);
            return reader.MoveToContent() == XmlNodeType.Element && reader.GetAttribute("type") == "object" ? ReadObject(reader) : null;
        }
        catch (Exception e) when (e is XmlException or FormatException or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    private static Dictionary<string, object?> ReadObject(XmlDictionaryReader reader)
    {
        Dictionary<string, object?> members = new(StringComparer.OrdinalIgnoreCase);
        bool isEmpty = reader.IsEmptyElement;
        _ = reader.Read();
        while (!isEmpty && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                throw new FormatException("Not JSON.");
            }

            // A name that XML does not allow is in the attribute "item".
            string name = reader.GetAttribute("item") ?? reader.LocalName;
            string? type = reader.GetAttribute("type");
            if (type == "object")
            {
                members[name] = ReadObject(reader);
                _ = reader.Read();
            }
            else if (type is "array" or "null")
            {
                members[name] = null;
                reader.Skip();
            }
            else
            {
                members[name] = reader.ReadElementContentAsString();
            }
        }

        return members;
    }
}
