using System;
using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>The rules of IVS about the header of a signed token.</summary>
internal static class IvsHeaderRules
{
    private const string Es384Remedy = "Sign it with ES384: the private key of a P-384 pair, and SHA-384.";
    private const string HeaderRemedy = "Write the header as {\"alg\":\"ES384\",\"typ\":\"JWT\"}.";

    /// <summary>All rules.</summary>
    public static readonly Rule<IvsTokenHeader>[] Table =
    [
        new("A token is signed with ES384, and its header says so: {\"alg\":\"ES384\",\"typ\":\"JWT\"}.", CheckAlgorithm),
        new("The header of a token has the typ JWT.", CheckType),
        new("The header of a token has alg and typ, each once, and needs nothing else.", CheckMembers),
    ];

    private static void CheckAlgorithm(IvsTokenHeader header, ref FindingCollector findings)
    {
        JsonValue? value = header.Find("alg");
        if (value is not { Kind: JsonKind.Text })
        {
            findings.Error(
                "IvsAlgorithmInvalid",
                value?.Text,
                value is null ? "The header has no alg, which must be ES384." : $"The alg of the header is {IvsTokenClaims.Show(value)}; it must be the text 'ES384'.",
                Es384Remedy);
        }
        else if (value.Text != "ES384")
        {
            findings.Error(
                "IvsAlgorithmInvalid", value.Text, $"The alg of the header is {Quoted.Value(value.Text)}: {Describe(value.Text)} IVS takes only ES384.", Es384Remedy);
        }
    }

    private static string Describe(string algorithm)
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

    private static void CheckType(IvsTokenHeader header, ref FindingCollector findings)
    {
        JsonValue? value = header.Find("typ");
        if (value is not { Kind: JsonKind.Text, Text: "JWT" })
        {
            findings.Warning(
                "IvsTypeInvalid",
                value?.Text,
                value is null ? "The header has no typ; IVS documents it as JWT." : $"The typ of the header is {IvsTokenClaims.Show(value)}; IVS documents it as JWT, in capitals.",
                HeaderRemedy);
        }
    }

    private static void CheckMembers(IvsTokenHeader header, ref FindingCollector findings)
    {
        int reported = 0;
        bool hasAlgorithm = false;
        bool hasType = false;
        foreach (JsonMember member in header.Members)
        {
            bool isRepeated = (member.Name == "alg" && hasAlgorithm) || (member.Name == "typ" && hasType);
            hasAlgorithm |= member.Name == "alg";
            hasType |= member.Name == "typ";
            if (isRepeated && reported++ < IvsTokenClaims.MaxReported)
            {
                findings.Error(
                    "IvsHeaderRepeated", member.Name, $"The header has {member.Name} more than once.", HeaderRemedy);
            }
            else if (member.Name is not ("alg" or "typ") && reported++ < IvsTokenClaims.MaxReported)
            {
                ReportOther(member.Name, ref findings);
            }
        }
    }

    private static void ReportOther(string name, ref FindingCollector findings)
    {
        switch (name)
        {
            case "crit" or "b64" or "zip" or "enc":
                findings.Error(
                    "IvsHeaderUnsupported",
                    name,
                    $"The header has {name}, which changes how a token is read; IVS reads signed tokens of the plain form only.",
                    HeaderRemedy);
                break;
            case "kid" or "cty" or "jku" or "jwk" or "x5u" or "x5c" or "x5t" or "x5t#S256":
                findings.Information(
                    "IvsHeaderUnused",
                    name,
                    $"The header has {name}, which IVS does not ask for: it tries the public keys of the account.",
                    "It may stay; IVS documents the header as {\"alg\":\"ES384\",\"typ\":\"JWT\"}.");
                break;
            default:
                findings.Information(
                    "IvsHeaderUnused",
                    name,
                    $"The header has {Quoted.Value(name)}, which IVS does not ask for.",
                    "It may stay; IVS documents the header as {\"alg\":\"ES384\",\"typ\":\"JWT\"}.");
                break;
        }
    }
}
