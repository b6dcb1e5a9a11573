namespace AwsSignTools.Json;

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
