using System;
using System.Management.Automation;
using AwsSignTools.Services.AppSync;
using AwsSignTools.Services.AuthTokens;
using AwsSignTools.SigV4;

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
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        TextOf(inputData, 0) ?? (Unwrapped.Of(inputData) is null or ValueType ? inputData : new Unusable(inputData));

    /// <summary>
    /// Stands for an object without any of the names: the engine would make text of the object itself, and its properties may be secret.
    /// The object's own type does not matter to the binder, which goes on to bind it by property name.
    /// </summary>
    private sealed class Unusable(object value)
    {
        private readonly string _type = Unwrapped.Of(value).GetType().FullName ?? "object";

        public override string ToString() => $"({_type})";
    }

    private string? TextOf(object? value, int depth)
    {
        switch (Unwrapped.Of(value))
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

/// <summary>
/// Takes a <see cref="SignedUrl"/>, an <see cref="AwsAuthToken"/> and an <see cref="AppSyncConnection"/> as they are, since they know more than their text, and the text of anything else
/// that has a URL or a token.
/// </summary>
internal sealed class SignedUrlFromAttribute : ArgumentTransformationAttribute
{
    private static readonly TextFromAttribute Text = new("Url", "Uri", "SignedUrl", "Token");

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Unwrapped.Of(inputData) is var given and (SignedUrl or AwsAuthToken or AppSyncConnection) ? given : Text.Transform(engineIntrinsics, inputData);
}
