using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>A refusal without a reason.</summary>
internal sealed class ForbiddenRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "401 and 403 stand for the signature or the permission, whichever.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason != RefusalReason.Forbidden)
        {
            return;
        }

        string permission = subject.Action is { } action ? $"the signer needs {action} on {subject.Resource}" : "the signer's IAM policy must allow it";
        findings.Error(
            "ConnectForbidden",
            subject.Result.StatusCode,
            $"{subject.Answered}, without saying whether the signature or the permission is at fault.",
            subject.Service switch
            {
                "execute-api" => $"Check the path and the stage, then the signature; {permission}, the API's resource policy too.",
                "iotdevicegateway" => $"Check the session token, which is added unsigned, and the region; {permission}.",
                _ => $"Sign a new URL with a credential that aws sts get-caller-identity knows, for the region of the endpoint, with a clock that is right; {permission}.",
            });
    }
}
