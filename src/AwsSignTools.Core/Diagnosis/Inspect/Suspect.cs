using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>What a faulty signer may have signed, and what to say where the signature proves it.</summary>
/// <param name="Form">What it may have signed.</param>
/// <param name="Finding">What that means.</param>
/// <param name="Secret">What it may have made of the secret first; null where it took it as it is.</param>
internal readonly record struct Suspect(SignedForm Form, Finding Finding, Func<string, string>? Secret = null);
