using System;
using System.Collections.Generic;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect.Causes;

/// <summary>The secret was not what it should have been when it signed: with white space around it, in quotes, or escaped.</summary>
internal sealed class SecretCause : SignatureCause
{
    /// <inheritdoc/>
    public override IEnumerable<Suspect> Suspects(SignatureEvidence evidence)
    {
        (string Id, string What, string Remedy, Func<string, string>[] Changes)[] faults =
        [
            (
                "SecretKeyHasWhiteSpace",
                "the secret access key that signed has white space or a line end around it.",
                "Trim the secret where it is read: a file, a variable or a secret store may end it with a line end.",
                [static s => s + "\n", static s => s + "\r\n", static s => s + " ", static s => " " + s, static s => s + "\t", static s => "\t" + s, static s => s + "\r", static s => "\n" + s, static s => " " + s + " "]),
            (
                "SecretKeyQuoted",
                "the secret access key that signed is in quotes.",
                "Give the secret without quotes; in a .env file or a container's environment they may become part of it.",
                [static s => $"\"{s}\"", static s => $"'{s}'"]),
            (
                "SecretKeyEscaped",
                "the secret access key that signed is escaped for a URL or for JSON.",
                "Give the secret as AWS showed it, its / and + as they are.",
                [PercentEncoding.Encode, static s => s.Replace("/", "%2F"), static s => s.Replace("/", "\\/"), static s => s.Replace('+', ' '), static s => s.Replace("+", "%2B")]),
            (
                "SecretKeyHasMark",
                "the secret access key that signed begins with a byte order mark.",
                "Write the file of the secret without a byte order mark.",
                [static s => "\ufeff" + s]),
        ];
        foreach ((string id, string what, string remedy, Func<string, string>[] changes) in faults)
        {
            foreach (Func<string, string> change in changes)
            {
                yield return new(evidence.Expected, Explains(id, "SecretKey", what, remedy), change);
            }
        }
    }
}
