using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The signer may connect.</summary>
internal sealed class PermissionRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "The signer needs the IAM action of the connection on the resource that is connected to.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Reason != RefusalReason.Permission)
        {
            return;
        }

        string action = ActionIn(subject.Result.ErrorMessage) ?? subject.Action ?? string.Empty;
        findings.Error(
            "ConnectForbiddenPermission",
            subject.Result.StatusCode,
            action.Length == 0
                ? $"{subject.Answered}; the signature is right, and its signer may not do this."
                : $"{subject.Answered}; the signature is right, and its signer lacks {action} on {subject.Resource}.",
            action.Length == 0
                ? "Allow it in the signer's IAM policy, and look for a deny in the organisation's, the boundary's and the session's."
                : $"Allow {action} on {subject.Resource} in the signer's IAM policy, and look for a deny in the organisation's, the boundary's and the session's.");
    }

    // "… is not authorized to perform: kinesisvideo:ConnectAsViewer on resource: …"
    private static string? ActionIn(string? words)
    {
        const string Before = "to perform:";
        int start = words?.IndexOf(Before, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (start < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = words.AsSpan(start + Before.Length).TrimStart();
        int length = 0;
        while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] is ':' or '-' or '*'))
        {
            length++;
        }

        return rest.Slice(0, length).IndexOf(':') > 0 ? rest.Slice(0, length).ToString() : null;
    }
}
