using System.Management.Automation;
using System.Security;

namespace AwsSignTools.Parameters;

/// <summary>Takes a secret as a SecureString or as plain text, and keeps it as a SecureString.</summary>
internal sealed class SecretTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (Unwrapped.Of(inputData))
        {
            case null:
                return null;
            case SecureString secure:
                return secure;
            case string text:
                return SecureText.FromString(text);
            default:
                // The engine's own message would show the value.
                throw new ArgumentTransformationMetadataException("Give it as a string or a SecureString.");
        }
    }
}
