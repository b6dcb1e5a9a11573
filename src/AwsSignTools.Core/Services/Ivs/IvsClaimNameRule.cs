using System;
using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>Which claims a token has: IVS goes past one whose name it does not know.</summary>
internal sealed class IvsClaimNameRule : RuleClass<IvsTokenClaims>
{
    /// <inheritdoc/>
    public override string Statement => $"The claims of a token are {string.Join(", ", IvsClaimName.All)}, each written just so.";

    /// <inheritdoc/>
    public override void Check(IvsTokenClaims subject, ref FindingCollector findings)
    {
        int told = 0;
        foreach (JsonMember claim in subject.Members)
        {
            if (Array.IndexOf(IvsClaimName.All, claim.Name) < 0 && told++ < IvsTokenClaims.MostTold)
            {
                Tell(subject, claim.Name, ref findings);
            }
        }
    }

    private static void Tell(IvsTokenClaims subject, string name, ref FindingCollector findings)
    {
        if (IvsClaimName.IsRegistered(name))
        {
            findings.Information(
                "IvsClaimUnused",
                name,
                $"The claim {name} is one of every JWT, but none that IVS asks for.",
                "It may stay; a token without it is shorter.");
        }
        else if (IvsClaimName.Nearest(name) is { } known)
        {
            bool isThere = subject.Find(known) is not null;
            string message = $"The claim {Quoted.Value(name)} is none of IVS's; did you mean {known}? "
                + (isThere ? "That one is there too." : $"So the token has no {known}.");
            string remedy = isThere ? "Leave it out." : $"Name it {known}, letter for letter.";
            if (isThere)
            {
                findings.Warning("IvsClaimMisspelt", name, message, remedy);
            }
            else
            {
                findings.Error("IvsClaimMisspelt", name, message, remedy);
            }
        }
        else if (name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            findings.Warning(
                "IvsClaimUnknown",
                name,
                $"The claim {Quoted.Value(name)} looks like one of IVS's, but is none.",
                "Check its name with the documentation, or leave it out.");
        }
        else
        {
            findings.Information(
                "IvsClaimUnknown",
                name,
                $"The claim {Quoted.Value(name)} is none that IVS knows; nobody but its maker reads it.",
                "It may stay, but a viewer can read it too; a token without it is shorter.");
        }
    }
}
