using System;
using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The first message is no exception.</summary>
internal sealed class StreamExceptionRule : RuleClass<ConnectionDiagnosis>
{
    /// <inheritdoc/>
    public override string Statement => "A service that speaks event streams says what is wrong in a message of its own, after the handshake.";

    /// <inheritdoc/>
    public override void Check(ConnectionDiagnosis subject, ref FindingCollector findings)
    {
        if (subject.Result.FirstEvent is not { ExceptionType: { } type } exception)
        {
            return;
        }

        string words = exception.PayloadText is { } payload
            ? CredentialJson.TryParse(payload)?["message"] as string ?? payload
            : exception.Headers[":error-message"] as string ?? "nothing more";
        findings.Error(
            "ConnectStreamRefused",
            type,
            $"The WebSocket was opened, and the first message is the exception {Quoted.Value(type)}, which says {Quoted.UpTo(LongestWords, words)}.",
            Has(words, "security token", "credential") ? "Check the credential, its session token and its end; then sign a new URL."
                : Has(words, "signature") ? "Sign a new URL, and send it as it is."
                : Has(words, "not authorized", "permission") && subject.Action is { } action ? $"Allow {action} in the signer's IAM policy."
                : type.StartsWith("LimitExceeded", StringComparison.Ordinal) ? "Too many streams are open: close some, or ask for a higher quota."
                : "Correct what it names, such as language-code, media-encoding or sample-rate, and sign a new URL.");
    }

    private const int LongestWords = 400;

    private static bool Has(string words, params string[] any)
    {
        foreach (string word in any)
        {
            if (words.AsSpan().IndexOf(word.AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
