using System;
using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>How a token is signed (<c>alg</c>).</summary>
internal sealed class IvsAlgorithmRule : RuleClass<IvsTokenHeader>
{
    private const string Remedy = "Sign it with ES384: the private key of a P-384 pair, and SHA-384.";

    /// <inheritdoc/>
    public override string Statement => "A token is signed with ES384, and its header says so: {\"alg\":\"ES384\",\"typ\":\"JWT\"}.";

    /// <inheritdoc/>
    public override void Check(IvsTokenHeader subject, ref FindingCollector findings)
    {
        JsonValue? value = subject.Find("alg");
        if (value is not { Kind: JsonKind.Text })
        {
            findings.Error(
                "IvsAlgorithmInvalid",
                value?.Text,
                value is null ? "The header has no alg, which must be ES384." : $"The alg of the header is {IvsTokenClaims.Show(value)}; it must be the text 'ES384'.",
                Remedy);
        }
        else if (value.Text != "ES384")
        {
            findings.Error(
                "IvsAlgorithmInvalid", value.Text, $"The alg of the header is {Quoted.Value(value.Text)}: {WhatItIs(value.Text)} IVS takes only ES384.", Remedy);
        }
    }

    private static string WhatItIs(string algorithm)
    {
        return algorithm switch
        {
            "none" => "the token is not signed at all, so anybody could have made it.",
            "ES256" => "ECDSA on the curve P-256 with SHA-256, the first choice of many libraries.",
            "ES512" => "ECDSA on the curve P-521 with SHA-512.",
            "ES256K" => "ECDSA on the curve secp256k1.",
            "EdDSA" or "Ed25519" => "a signature on an Edwards curve.",
            "dir" => "encryption, not a signature.",
            _ when algorithm.Trim().Equals("ES384", StringComparison.OrdinalIgnoreCase) => "capitals matter, and nothing stands around it.",
            _ when Begins("HS") => "a secret that both sides share (HMAC), the default of many libraries; IVS has a public key instead.",
            _ when Begins("RSA-") || Begins("ECDH") || Begins("A1") || Begins("A2") => "encryption, not a signature.",
            _ when Begins("RS") || Begins("PS") => "a signature of an RSA key.",
            _ => "another way to sign.",
        };

        bool Begins(string start) => algorithm.StartsWith(start, StringComparison.Ordinal);
    }
}
