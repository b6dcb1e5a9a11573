using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>What else a header has.</summary>
internal sealed class IvsHeaderMemberRule : RuleClass<IvsTokenHeader>
{
    /// <inheritdoc/>
    public override string Statement => "The header of a token has alg and typ, each once, and needs nothing else.";

    /// <inheritdoc/>
    public override void Check(IvsTokenHeader subject, ref FindingCollector findings)
    {
        int told = 0;
        bool hasAlgorithm = false;
        bool hasType = false;
        foreach (JsonMember member in subject.Members)
        {
            bool isRepeated = (member.Name == "alg" && hasAlgorithm) || (member.Name == "typ" && hasType);
            hasAlgorithm |= member.Name == "alg";
            hasType |= member.Name == "typ";
            if (isRepeated && told++ < IvsTokenClaims.MostTold)
            {
                findings.Error(
                    "IvsHeaderRepeated", member.Name, $"The header has {member.Name} more than once.", "Write the header as {\"alg\":\"ES384\",\"typ\":\"JWT\"}.");
            }
            else if (member.Name is not ("alg" or "typ") && told++ < IvsTokenClaims.MostTold)
            {
                Tell(member.Name, ref findings);
            }
        }
    }

    private static void Tell(string name, ref FindingCollector findings)
    {
        switch (name)
        {
            case "crit" or "b64" or "zip" or "enc":
                findings.Error(
                    "IvsHeaderUnsupported",
                    name,
                    $"The header has {name}, which changes how a token is read; IVS reads signed tokens of the plain form only.",
                    "Write the header as {\"alg\":\"ES384\",\"typ\":\"JWT\"}.");
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
