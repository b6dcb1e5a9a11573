using System;
using System.Collections;
using System.Management.Automation;
using AwsSignTools.Findings;

namespace AwsSignTools.Parameters;

/// <summary>
/// For a parameter whose type is not text: refuses what looks like a secret, and text that a terminal acts on, before the engine does. The engine's
/// message of a value that it cannot convert shows the value as it is.
/// </summary>
internal class PlainValueAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        Check(inputData);
        return inputData;
    }

    /// <summary>Refuses a value that the engine must not show.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It looks like a secret, or has characters that a terminal acts on.</exception>
    private protected static void Check(object? value)
    {
        switch (Unwrapped.Of(value))
        {
            case null or ValueType or IDictionary or PSCredential:
                return;
            case object[] items:
                foreach (object? item in items)
                {
                    if (Unwrapped.Of(item) is string part)
                    {
                        CheckText(part);
                    }
                }

                return;
            case byte[]:
                return;
            default:
                CheckText(PSObject.AsPSObject(value).ToString());
                return;
        }
    }

    private static void CheckText(string text)
    {
        if (!ReferenceEquals(SafeText.Of(text), text))
        {
            throw new ArgumentTransformationMetadataException(
                $"The value is {Quoted.Value(text)}. This parameter accepts no text of that kind; check that each argument belongs to the parameter that it is given for.");
        }
    }
}
