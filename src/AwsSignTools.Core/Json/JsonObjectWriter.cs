using System;
using AwsSignTools.Platform;

namespace AwsSignTools.Json;

/// <summary>
/// Writes one flat JSON object (RFC 8259) in UTF-8: the claims of a token. System.Text.Json is no part of .NET Framework, and a
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
