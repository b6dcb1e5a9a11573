using AwsSignTools.Findings;

namespace AwsSignTools.Services.Ivs;

/// <summary>How many origins strict enforcement takes (<c>aws:strict-origin-enforcement</c>).</summary>
internal sealed class IvsStrictOriginRule : RuleClass<IvsTokenContents>
{
    private const int MostStrictOrigins = 5;

    /// <inheritdoc/>
    public override string Statement => $"With strict origin enforcement a token has at most {MostStrictOrigins} origins, and one to enforce.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        if (!subject.StrictOriginEnforcement)
        {
            return;
        }

        if (subject.AllowOrigin.Count > MostStrictOrigins)
        {
            findings.Error(
                "IvsStrictOriginsTooMany",
                subject.AllowOrigin.Count,
                $"There are {subject.AllowOrigin.Count} origins; with strict origin enforcement at most {MostStrictOrigins} are allowed.",
                "Give fewer origins (a host may begin with *), or leave -StrictOriginEnforcement out.");
        }
        else if (subject.AllowOrigin.Count == 0)
        {
            findings.Warning(
                "IvsStrictOriginUnused",
                null,
                "Strict origin enforcement is on, but no origin is given to enforce.",
                "Give -AllowOrigin.");
        }
    }
}
