using System;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>Which headers a URL binds (SigV4, "X-Amz-SignedHeaders").</summary>
internal sealed class SignedHeadersRule : RuleClass<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "X-Amz-SignedHeaders lists names in lower case and in order, with ; between, host among them.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        string? list = subject.Value(SigningParameter.SignedHeaders);
        if (list is null)
        {
            return;
        }

        string[] names = list.Split(';');
        list = SigningParameter.Shown(list);
        if (Array.IndexOf(names, "host") < 0)
        {
            findings.Error(
                "HostNotSigned",
                list,
                $"The signed headers are {Quoted.Value(list)}; host is not among them, without which every service refuses a signature.",
                "Sign the header host, in lower case.");
        }
        else if (!IsOrdered(names))
        {
            findings.Error(
                "SignedHeadersMalformed",
                list,
                $"The signed headers {Quoted.Value(list)} are not names in lower case and in order, with ; between.",
                "Sign it again with the names in lower case, sorted, each once.");
        }
    }

    private static bool IsOrdered(string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0 || HasUpperCase(names[i]) || (i > 0 && string.CompareOrdinal(names[i - 1], names[i]) >= 0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasUpperCase(string name)
    {
        foreach (char c in name)
        {
            if (c is >= 'A' and <= 'Z')
            {
                return true;
            }
        }

        return false;
    }
}
