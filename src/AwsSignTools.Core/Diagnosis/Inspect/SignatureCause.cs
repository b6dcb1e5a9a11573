using System.Collections.Generic;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>A cause of wrong signatures. It is proved where the signature of one of its suspects is the URL's.</summary>
internal abstract class SignatureCause
{
    /// <summary>What a signer with this fault may have signed, the likeliest first.</summary>
    public abstract IEnumerable<Suspect> Suspects(SignatureEvidence evidence);

    private protected static Finding Explains(string id, object? target, string message, string remedy) =>
        new(id, FindingSeverity.Error, "The signature is wrong: " + message, remedy, target);
}
