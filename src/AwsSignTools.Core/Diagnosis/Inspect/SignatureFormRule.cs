using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>How a signature is written.</summary>
internal sealed class SignatureFormRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "X-Amz-Signature is 64 hexadecimal digits in lower case.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        string? signature = subject.Value(SigningParameter.Signature);
        if (signature is not null && !IsSignature(signature))
        {
            findings.Error(
                "SignatureMalformed",
                SigningParameter.Signature,
                $"X-Amz-Signature has {signature.Length} characters, or others than 0-9 and a-f; a signature is 64 hexadecimal digits in lower case.",
                signature.Length < 64 ? "Take the whole URL: the end seems to be cut off." : "Take the URL as the signer gave it, and nothing behind it.");
        }
    }

    /// <summary>True for what can be a signature.</summary>
    public static bool IsSignature(string? text)
    {
        foreach (char c in text ?? string.Empty)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f')))
            {
                return false;
            }
        }

        return text?.Length == 64;
    }
}
