using System.Collections.Generic;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>The header of a signed token as it is written.</summary>
/// <param name="header">The JSON object.</param>
internal sealed class IvsTokenHeader(JsonValue header)
{
    /// <summary>Its parameters in their order.</summary>
    public IReadOnlyList<JsonMember> Members => header.Members;

    /// <summary>A parameter's value; null where there is none.</summary>
    public JsonValue? Find(string name) => header.Find(name);

    /// <summary>A parameter that is text; null where there is none.</summary>
    public string? TextOf(string name) => Find(name) is { Kind: JsonKind.Text } value ? value.Text : null;
}
