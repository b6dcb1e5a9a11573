using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The signature is that of what arrives.</summary>
internal sealed class SignatureRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The server makes the signature again from what arrives, with the secret key that it knows.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason == RefusalReason.Signature)
        {
            findings.Error(
                "ConnectForbiddenSignature",
                subject.Result.StatusCode,
                $"{subject.Answered}; the signature is not that of the URL as it arrived and of the secret of {subject.KeyShown}.",
                subject.Service == "iotdevicegateway" && subject.HasSessionToken
                    ? "The session token must be added behind the signature, unsigned; else the secret key is wrong, or the URL was changed on its way."
                    : "The secret key is mistyped or another key's, or the URL was changed on its way: sign it anew here, and send it as it is.");
        }
    }
}
