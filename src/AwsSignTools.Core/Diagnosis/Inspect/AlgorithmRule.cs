using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The one algorithm of SigV4 in a query.</summary>
internal sealed class AlgorithmRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "X-Amz-Algorithm is AWS4-HMAC-SHA256.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        string? algorithm = subject.Value(SigningParameter.Algorithm);
        if (algorithm is null or "AWS4-HMAC-SHA256")
        {
            return;
        }

        algorithm = SigningParameter.Shown(algorithm);
        findings.Error(
            "AlgorithmUnknown",
            algorithm,
            algorithm == "AWS4-ECDSA-P256-SHA256"
                ? "The URL is signed by SigV4A (AWS4-ECDSA-P256-SHA256), for several regions at once; signaling, messaging and streaming take AWS4-HMAC-SHA256 only."
                : $"The algorithm {Quoted.Value(algorithm)} is not AWS4-HMAC-SHA256.",
            "Sign it with SigV4 (AWS4-HMAC-SHA256).");
    }
}
