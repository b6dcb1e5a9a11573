using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>A cause of wrong signatures: a row in a table of causes. It is proven if the signature of one of its suspects is the URL's.</summary>
/// <param name="Name">What went wrong, in one sentence.</param>
/// <param name="FindSuspects">What a signer with this fault may have signed, the likeliest first. Enumerated only as far as nothing is proven.</param>
internal readonly record struct SignatureCause(string Name, Func<SignatureEvidence, IEnumerable<Suspect>> FindSuspects)
{
    /// <summary>The explanation of a cause.</summary>
    public static Explanation Explain(string id, object? target, string message, string remedy) =>
        new(id, target, () => message, remedy);

    /// <summary>The explanation of a cause whose message is long to make.</summary>
    public static Explanation Explain(string id, object? target, Func<string> message, string remedy) => new(id, target, message, remedy);
}

/// <summary>What a cause means. There are hundreds of suspects, and a finding is made of the one that is proven.</summary>
/// <param name="Id">The finding's id.</param>
/// <param name="Target">The finding's target.</param>
/// <param name="Message">What was done, as it follows "The signature is wrong:".</param>
/// <param name="Remedy">What to do about it.</param>
internal readonly record struct Explanation(string Id, object? Target, Func<string> Message, string Remedy)
{
    /// <summary>The finding.</summary>
    public Finding ToFinding() => new(Id, FindingSeverity.Error, "The signature is wrong: " + Message(), Remedy, Target);
}

/// <summary>What is known about a wrong signature.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Expected">What the service computes its signature over.</param>
/// <param name="Settings">What the service requires of a signer.</param>
/// <param name="SessionToken">The session token of the credential that was given to check with; null if it has none.</param>
internal sealed record SignatureEvidence(InspectedUrl Url, SignedForm Expected, SignerSettings Settings, string? SessionToken)
{
    /// <summary>The parameters that are signed.</summary>
    public List<QueryPart> SignedParts { get; } = SignatureCheck.FindSignedParts(Url, Settings);

    /// <summary>The expected form with another query.</summary>
    public SignedForm WithQuery(IEnumerable<QueryPart> parts, QueryEncoding? encoding = null, QueryOrder order = QueryOrder.Canonical) =>
        Expected with { Query = QueryText.Build(parts, encoding, order) };

    /// <summary>The signed parameters with another value for one of them.</summary>
    public List<QueryPart> ReplacePart(string name, string rawValue)
    {
        QueryPart changed = new($"{name}={rawValue}");
        return SignedParts.ConvertAll(part => part.Name == name ? changed : part);
    }
}

/// <summary>What a faulty signer may have signed, and what to report if the signature proves it.</summary>
/// <param name="Form">What it may have signed.</param>
/// <param name="Explanation">What that means.</param>
/// <param name="ChangeSecret">What it may have made of the secret first; null if it used the secret as it is.</param>
internal readonly record struct Suspect(SignedForm Form, Explanation Explanation, Func<string, string>? ChangeSecret = null)
{
    /// <summary>The steps of a signer that does one of them in another way; null for SigV4's.</summary>
    public SigningSteps? Steps { get; init; }
}
