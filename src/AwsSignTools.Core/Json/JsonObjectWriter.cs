using System;
using AwsSignTools.Platform;

namespace AwsSignTools.Json;

/// <summary>
/// Writes one JSON object (RFC 8259) in UTF-8: the claims of a token, the body of a request. System.Text.Json is no part of .NET Framework, and a
/// copy beside the module would clash with the copies other modules load into Windows PowerShell.
/// </summary>
internal ref struct JsonObjectWriter
{
    /// <summary>The JSON so far; read it after <see cref="End"/>.</summary>
    public ByteWriter Json;

    private bool _hasMembers;

    /// <summary>Starts an object.</summary>
    public JsonObjectWriter(int capacity)
    {
        Json = new ByteWriter(capacity);
        Json.Write((byte)'{');
    }

    /// <summary>Writes a member whose value is text.</summary>
    public void Write(string name, string value)
    {
        WriteName(name);
        WriteString(value.AsSpan());
    }

    /// <summary>Writes a member whose value is an integer.</summary>
    public void Write(string name, long value)
    {
        WriteName(name);
        Json.WriteUtf8(value.ToString(System.Globalization.CultureInfo.InvariantCulture).AsSpan());
    }

    /// <summary>Writes a member whose value is true or false.</summary>
    public void Write(string name, bool value)
    {
        WriteName(name);
        Json.Write(value ? "true"u8 : "false"u8);
    }

    /// <summary>Writes a member with a value that was read.</summary>
    public void Write(string name, JsonValue value)
    {
        WriteName(name);
        WriteValue(value);
    }

    /// <summary>Ends the object.</summary>
    public void End() => Json.Write((byte)'}');

    /// <summary>Wipes the text and gives its memory back.</summary>
    public void Dispose() => Json.Dispose();

    private void WriteName(string name)
    {
        if (_hasMembers)
        {
            Json.Write((byte)',');
        }

        _hasMembers = true;
        WriteString(name.AsSpan());
        Json.Write((byte)':');
    }

    private void WriteValue(JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Text:
                WriteString(value.Text.AsSpan());
                break;
            case JsonKind.Array:
                WriteItems('[', value.Items.Count, ']', value);
                break;
            case JsonKind.Object:
                WriteItems('{', value.Members.Count, '}', value);
                break;
            default:
                // A number or a word stays as it was written.
                Json.WriteUtf8(value.Text.AsSpan());
                break;
        }
    }

    private void WriteItems(char start, int count, char end, JsonValue value)
    {
        Json.Write((byte)start);
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
            {
                Json.Write((byte)',');
            }

            if (value.Kind == JsonKind.Object)
            {
                WriteString(value.Members[i].Name.AsSpan());
                Json.Write((byte)':');
            }

            WriteValue(value.Kind == JsonKind.Object ? value.Members[i].Value : value.Items[i]);
        }

        Json.Write((byte)end);
    }

    private void WriteString(ReadOnlySpan<char> text)
    {
        Json.Write((byte)'"');
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\\' or < ' ')
            {
                Json.WriteUtf8(text.Slice(start, i - start));
                WriteEscaped(text[i]);
                start = i + 1;
            }
        }

        Json.WriteUtf8(text.Slice(start));
        Json.Write((byte)'"');
    }

    private void WriteEscaped(char c)
    {
        Json.Write((byte)'\\');
        if (c < ' ')
        {
            Json.Write("u00"u8);
            Json.WriteHex([(byte)c]);
        }
        else
        {
            Json.Write((byte)c);
        }
    }
}
