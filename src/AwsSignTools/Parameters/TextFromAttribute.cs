using System;
using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>
/// Takes text as it is, or from the object that holds it: <c>[TextFrom("Url", "Endpoint")]</c> reads an object's Url or Endpoint,
/// and theirs in turn. A <see cref="Uri"/> is taken as it was written: its other forms change the escapes that are signed.
/// </summary>
internal sealed class TextFromAttribute(params string[] names) : ArgumentTransformationAttribute
{
    // The deepest object in use is a response with an Endpoint with a Url.
    private const int DeepestNesting = 2;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => TextOf(inputData, 0) ?? inputData;

    private string? TextOf(object? value, int depth)
    {
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case null:
                return null;
            case string text:
                return text;
            case Uri uri:
                return uri.OriginalString;
        }

        PSObject properties = PSObject.AsPSObject(value);
        foreach (string name in names)
        {
            if (depth < DeepestNesting && properties.Properties[name]?.Value is { } inner && TextOf(inner, depth + 1) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
