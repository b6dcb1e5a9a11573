using System;
using System.Collections;
using System.Collections.Generic;

namespace AwsSignTools.Json;

/// <summary>
/// Reads JSON text of a credential, as <c>credential_process</c>, <c>aws configure export-credentials</c> and <c>aws sts</c> print it. Objects
/// are dictionaries that ignore the case of a name; numbers and words are text.
/// </summary>
internal static class CredentialJson
{
    // A credential has some four thousand characters at most; deeper or larger text is something else.
    private const int MaximumDepth = 8;
    private const int MaximumLength = 256 * 1024;
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Reads one JSON object.</summary>
    /// <param name="text">The text.</param>
    /// <returns>
    /// The object's members, of two with one name the last; a nested object is a dictionary too, an array null. Null where the text is no
    /// JSON object, or not it alone.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static IDictionary? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> json = text.AsSpan();
        json = json.Length > 0 && json[0] == ByteOrderMark ? json.Slice(1) : json;
        return json.Length <= MaximumLength && new JsonReader(json, MaximumDepth).TryRead() is { Kind: JsonKind.Object } read
            ? MembersOf(read)
            : null;
    }

    private static Dictionary<string, object?> MembersOf(JsonValue read)
    {
        Dictionary<string, object?> members = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonMember member in read.Members)
        {
            members[member.Name] = member.Value.Kind switch
            {
                JsonKind.Object => MembersOf(member.Value),
                JsonKind.Array or JsonKind.Null => null,
                _ => member.Value.Text,
            };
        }

        return members;
    }
}
