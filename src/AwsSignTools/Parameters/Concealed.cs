using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using AwsSignTools.Findings;

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
            if (IsSecret(Unwrapped.Of(arguments[name])))
            {
                arguments[name] = Hidden;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Hidden;

    // No text is made of other objects: that of a long byte array takes many seconds, and nobody shows it.
    private static bool IsSecret(object? argument) => argument switch
    {
        string text => SecretText.KindOf(text) != SecretKind.None,
        Uri uri => SecretText.KindOf(uri.OriginalString) != SecretKind.None,
        IEnumerable<string> texts => SecretText.KindOf(string.Join("\n", texts)) != SecretKind.None,
        object[] items => Array.Exists(items, static item => Unwrapped.Of(item) is string text && SecretText.KindOf(text) != SecretKind.None),
        _ => false,
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
