using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>How long a presigned URL may live: seven days, the life of its signing key.</summary>
internal sealed class ExpiresRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "X-Amz-Expires is a whole number of seconds from 1 to 604800.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        string? expires = subject.Value(SigningParameter.Expires);
        if (expires is null)
        {
            return;
        }

        if (subject.Seconds is not { } seconds)
        {
            expires = SigningParameter.Shown(expires);
            findings.Error(
                "ExpiresMalformed",
                expires,
                $"X-Amz-Expires is {Quoted.Value(expires)}, not a whole number of seconds in digits.",
                "Sign it again with a number of seconds from 1 to 604800.");
        }
        else if (seconds is < 1 or > 604_800)
        {
            findings.Error(
                "ExpiresOutOfRange",
                expires,
                seconds > 1_000_000_000
                    ? $"X-Amz-Expires is {seconds}: that is a moment counted from 1970, not a number of seconds to live; SigV4 allows 1 to 604800."
                    : $"X-Amz-Expires is {seconds}; SigV4 allows 1 to 604800 seconds (7 days).",
                "Sign it again with a number of seconds from 1 to 604800.");
        }
    }
}
