using System.Management.Automation;
using AwsSignTools.SigV4;

namespace AwsSignTools.Parameters;

/// <summary>Takes a <see cref="SignedUrl"/> as it is, since it knows more than its text, and the text of anything else that has a URL.</summary>
internal sealed class SignedUrlFromAttribute : ArgumentTransformationAttribute
{
    private static readonly TextFromAttribute Text = new("Url", "Uri", "SignedUrl");

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Unwrapped.Of(inputData) is SignedUrl url ? url : Text.Transform(engineIntrinsics, inputData);
}
