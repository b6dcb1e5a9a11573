using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Chime;

/// <summary>Who may connect: a user or bot of an app instance (CreateAppInstanceUser, CreateAppInstanceBot).</summary>
internal sealed class ChimeUserArnRule : RuleClass<ChimeConnectRequest>
{
    private const int LongestArn = 1600;
    private const string Form = "arn:<partition>:chime:<region>:<account>:app-instance/<id>/user/<id>, or …/bot/<id>";

    /// <inheritdoc/>
    public override string Statement =>
        $"The user ARN has the form {Form}, up to {LongestArn} characters, and is encoded once in the query.";

    /// <inheritdoc/>
    public override void Check(ChimeConnectRequest subject, ref FindingCollector findings)
    {
        if (subject.UserArn.Length > LongestArn)
        {
            findings.Error(
                "ChimeUserArnInvalid",
                subject.UserArn,
                $"The user ARN has {subject.UserArn.Length} characters; at most {LongestArn} are allowed.",
                $"Give the ARN of a user or bot: {Form}.");
        }
        else if (Arn.LooksEncoded(subject.UserArn))
        {
            findings.Error(
                "ChimeUserArnInvalid",
                subject.UserArn,
                $"The user ARN {Quoted.Value(subject.UserArn)} is percent-encoded; the signer encodes it itself, once.",
                "Give the ARN plain.");
        }
        else if (!IsUserArn(subject.UserArn, out bool isAppInstance))
        {
            findings.Error(
                "ChimeUserArnInvalid",
                subject.UserArn,
                isAppInstance
                    ? $"{Quoted.Value(subject.UserArn)} is the ARN of an app instance; a session belongs to one of its users or bots."
                    : $"{Quoted.Value(subject.UserArn)} is not the ARN of an app-instance user or bot.",
                $"Give an ARN of this form: {Form}.");
        }
    }

    private static bool IsUserArn(string text, out bool isAppInstance)
    {
        isAppInstance = false;
        if (!Arn.TryParse(text, out Arn arn)
            || !arn.Service.SequenceEqual(AwsServices.Chime.SigningName.AsSpan())
            || !arn.Resource.StartsWith("app-instance/".AsSpan(), StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> instance = arn.Resource.Slice("app-instance/".Length);
        int slash = instance.IndexOf('/');
        isAppInstance = slash < 0;
        if (isAppInstance || !Characters.IsWord(instance.Slice(0, slash), "-_"))
        {
            return false;
        }

        ReadOnlySpan<char> member = instance.Slice(slash + 1);
        int id = member.StartsWith("user/".AsSpan(), StringComparison.Ordinal) ? 5
            : member.StartsWith("bot/".AsSpan(), StringComparison.Ordinal) ? 4
            : 0;

        // AppInstanceUserId: letters, digits and - _ . : @ (CreateAppInstanceUser).
        return id > 0 && Characters.IsWord(member.Slice(id), "-_.:@");
    }
}
