using System;
using System.Text;
using System.Text.Json;
using AwsSignTools.Fuzz.Support;
using AwsSignTools.Json;

namespace AwsSignTools.Fuzz.Targets;

/// <summary>
/// JSON text. System.Text.Json is the second opinion; the two differ only in half of a surrogate pair that is written as an escape, which it
/// accepts until the string is read.
/// </summary>
internal sealed class JsonTarget : FuzzTarget
{
    private const int MaximumDepth = 16;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions PeerOptions = new()
    {
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaximumDepth,
    };

    /// <inheritdoc/>
    public override string Name => "json";

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(input);
        }
        catch (DecoderFallbackException)
        {
            return;
        }

        JsonValue? value = Property.Bounded(text.Length, 160, () => Read(text, out _));
        using JsonDocument? peer = ReadByPeer(input);
        if (peer is null || !IsUnicode(peer.RootElement))
        {
            Property.Holds(value is null, "What System.Text.Json rejects is rejected.");
            return;
        }

        Property.Holds(value is not null, "What System.Text.Json accepts is accepted.");
        AreSame(peer.RootElement, value!);
        _ = value!.ToObject();
        CheckWriting(value);
        CheckCuts(text, value, input);
    }

    private static JsonValue? Read(string text, out int position)
    {
        JsonReader reader = new(text.AsSpan(), MaximumDepth);
        JsonValue? value = reader.TryRead();
        position = reader.Position;
        return value;
    }

    private static JsonDocument? ReadByPeer(byte[] utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, PeerOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsUnicode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    if (NameOf(member) is null || !IsUnicode(member.Value))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    if (!IsUnicode(item))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.String:
                return TextOf(element) is not null;
            default:
                return true;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void AreSame(JsonElement expected, JsonValue actual)
    {
        const string Statement = "The value is the one that System.Text.Json reads.";
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Property.AreEqual(JsonKind.Object, actual.Kind, Statement);
                int member = 0;
                foreach (JsonProperty property in expected.EnumerateObject())
                {
                    Property.Holds(member < actual.Members.Count, Statement);
                    Property.AreEqual(property.Name, actual.Members[member].Name, Statement);
                    AreSame(property.Value, actual.Members[member++].Value);
                }

                Property.AreEqual(member, actual.Members.Count, Statement);
                break;
            case JsonValueKind.Array:
                Property.AreEqual(JsonKind.Array, actual.Kind, Statement);
                int item = 0;
                foreach (JsonElement element in expected.EnumerateArray())
                {
                    Property.Holds(item < actual.Items.Count, Statement);
                    AreSame(element, actual.Items[item++]);
                }

                Property.AreEqual(item, actual.Items.Count, Statement);
                break;
            case JsonValueKind.String:
                Property.AreEqual(JsonKind.Text, actual.Kind, Statement);
                Property.AreEqual(expected.GetString(), actual.Text, Statement);
                break;
            case JsonValueKind.Number:
                Property.AreEqual(JsonKind.Number, actual.Kind, Statement);
                Property.AreEqual(expected.GetRawText(), actual.Text, Statement);
                bool isInteger = expected.TryGetInt64(out long integer);
                if (actual.TryGetInteger(out long read))
                {
                    Property.Holds(isInteger, Statement);
                    Property.AreEqual(integer, read, Statement);
                }

                break;
            default:
                Property.AreEqual(expected.ValueKind == JsonValueKind.Null ? JsonKind.Null : JsonKind.Boolean, actual.Kind, Statement);
                Property.AreEqual(expected.GetRawText(), actual.Text, Statement);
                break;
        }
    }

    // Written within an object, so that one level more is needed to read it.
    private static void CheckWriting(JsonValue value)
    {
        JsonObjectWriter writer = new(64);
        byte[] written;
        try
        {
            writer.Write("v", value);
            writer.End();
            written = writer.Json.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }

        using JsonDocument peer = JsonDocument.Parse(written);
        AreSame(peer.RootElement.GetProperty("v"), value);
    }

    // An object or array ends with its last character: of a text that is cut before it, all that is left is right, and the rest is missing.
    private static void CheckCuts(string text, JsonValue value, byte[] input)
    {
        if (value.Kind is not (JsonKind.Object or JsonKind.Array))
        {
            return;
        }

        string whole = text.TrimEnd();
        foreach (int length in new[] { whole.Length - 1, Cuts.Below(whole.Length, input) })
        {
            Property.Holds(Read(whole.Substring(0, length), out int position) is null, "A text that is cut is rejected.");
            Property.AreEqual(length, position, "The reader reads a text that is cut as far as it goes.");
        }
    }
}
