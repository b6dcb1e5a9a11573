using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>Conceals an argument that may hold a secret, whatever its type; see <see cref="Concealed"/>.</summary>
internal sealed class ConcealTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is null or Concealed ? inputData : new Concealed(inputData);
}
