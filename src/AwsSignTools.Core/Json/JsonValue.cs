using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;

namespace AwsSignTools.Json;

/// <summary>A JSON value as it was written: a number keeps its digits, an object the order of its members and those that come twice.</summary>
internal sealed class JsonValue
{
    /// <summary><c>null</c>.</summary>
    public static readonly JsonValue Null = Of(JsonKind.Null, "null");

    /// <summary><c>true</c>.</summary>
    public static readonly JsonValue True = Of(JsonKind.Boolean, "true");

    /// <summary><c>false</c>.</summary>
    public static readonly JsonValue False = Of(JsonKind.Boolean, "false");

    private JsonValue(JsonKind kind, string text, IReadOnlyList<JsonMember> members, IReadOnlyList<JsonValue> items)
    {
        Kind = kind;
        Text = text;
        Members = members;
        Items = items;
    }

    /// <summary>What it is.</summary>
    public JsonKind Kind { get; }

    /// <summary>A string's characters, escapes undone; a number or word as it was written; empty for an array or object.</summary>
    public string Text { get; }

    /// <summary>An object's members.</summary>
    public IReadOnlyList<JsonMember> Members { get; }

    /// <summary>An array's items.</summary>
    public IReadOnlyList<JsonValue> Items { get; }

    /// <summary>A value that is neither an array nor an object.</summary>
    public static JsonValue Of(JsonKind kind, string text) => new(kind, text, [], []);

    /// <summary>An array.</summary>
    public static JsonValue Array(IReadOnlyList<JsonValue> items) => new(JsonKind.Array, string.Empty, [], items);

    /// <summary>An object.</summary>
    public static JsonValue Object(IReadOnlyList<JsonMember> members) => new(JsonKind.Object, string.Empty, members, []);

    /// <summary>The value of an object's member, the last of several; null if there is none.</summary>
    public JsonValue? Find(string name)
    {
        for (int i = Members.Count - 1; i >= 0; i--)
        {
            if (Members[i].Name == name)
            {
                return Members[i].Value;
            }
        }

        return null;
    }

    /// <summary>The integer, where it is a number written as one and no larger than 64 bits hold.</summary>
    public bool TryGetInteger(out long integer)
    {
        integer = 0;
        return Kind == JsonKind.Number && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);
    }

    /// <summary>The value as .NET has it: text, long, double, bool, null, an array, a read-only dictionary in the order of the members.</summary>
    public object? ToObject()
    {
        switch (Kind)
        {
            case JsonKind.Text:
                return Text;
            case JsonKind.Boolean:
                return ReferenceEquals(this, True);
            case JsonKind.Number:
                // A number that neither holds stays as it was written.
                return TryGetInteger(out long integer) ? integer
                    : Text.AsSpan().IndexOfAny(".eE".AsSpan()) >= 0
                        && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                        && !double.IsInfinity(number) ? number
                    : Text;
            case JsonKind.Array:
                object?[] items = new object?[Items.Count];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = Items[i].ToObject();
                }

                return items;
            case JsonKind.Object:
                OrderedDictionary members = new(StringComparer.Ordinal);
                foreach (JsonMember member in Members)
                {
                    members[member.Name] = member.Value.ToObject();
                }

                return members.AsReadOnly();
            default:
                return null;
        }
    }
}

/// <summary>A member of a JSON object.</summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its value.</param>
internal readonly struct JsonMember(string name, JsonValue value)
{
    /// <summary>Its name, escapes undone.</summary>
    public string Name { get; } = name;

    /// <summary>Its value.</summary>
    public JsonValue Value { get; } = value;
}

/// <summary>What a <see cref="JsonValue"/> is.</summary>
internal enum JsonKind
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}
