using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>
/// An argument that nobody sees: the engine's own errors carry the bound parameters, and <c>Get-Error</c> shows them, text and
/// properties alike.
/// </summary>
/// <param name="value">The argument.</param>
internal sealed class Concealed(object value)
{
    /// <summary>The argument as it was given.</summary>
    public static object? Reveal(object? argument) => argument is Concealed concealed ? concealed.Value : argument;

    /// <inheritdoc/>
    public override string ToString() => "***";

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
