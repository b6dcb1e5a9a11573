using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Parameters;

/// <summary>
/// An argument that nobody sees: the engine's own errors carry the bound parameters, and <c>Get-Error</c> shows them, text and
/// properties alike.
/// </summary>
/// <param name="value">The argument.</param>
internal sealed class Concealed(object value)
{
    private const string Hidden = "***";

    /// <summary>The argument as it was given.</summary>
    public static object? Reveal(object? argument) => argument is Concealed concealed ? concealed.Value : argument;

    /// <summary>Replaces the arguments that look like a secret, or that have a user name and password in them.</summary>
    /// <param name="arguments">The arguments by the names of their parameters.</param>
    public static void HideSecrets(IDictionary<string, object> arguments)
    {
        foreach (string name in arguments.Keys.ToArray())
        {
            if (SecretText.KindOf(TextOf(arguments[name])) != SecretKind.None)
            {
                arguments[name] = Hidden;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Hidden;

    private static string? TextOf(object? argument) => Unwrapped.Of(argument) switch
    {
        Concealed => null,
        string text => text,
        Uri uri => uri.OriginalString,
        IEnumerable<string> texts => string.Join("\n", texts),
        SignedUrl or SignedRequest => null,
        object other => PSObject.AsPSObject(other).ToString(),
        null => null,
    };

    // Not public: Get-Error shows public properties.
    private object Value { get; } = value;
}

/// <summary>Conceals an argument that may hold a secret, whatever its type; see <see cref="Concealed"/>.</summary>
internal sealed class ConcealTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is null or Concealed ? inputData : new Concealed(inputData);
}
