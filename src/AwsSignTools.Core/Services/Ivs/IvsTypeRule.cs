using AwsSignTools.Findings;
using AwsSignTools.Json;

namespace AwsSignTools.Services.Ivs;

/// <summary>What a token calls itself (<c>typ</c>).</summary>
internal sealed class IvsTypeRule : RuleClass<IvsTokenHeader>
{
    /// <inheritdoc/>
    public override string Statement => "The header of a token has the typ JWT.";

    /// <inheritdoc/>
    public override void Check(IvsTokenHeader subject, ref FindingCollector findings)
    {
        JsonValue? value = subject.Find("typ");
        if (value is not { Kind: JsonKind.Text, Text: "JWT" })
        {
            findings.Warning(
                "IvsTypeInvalid",
                value?.Text,
                value is null ? "The header has no typ; IVS documents it as JWT." : $"The typ of the header is {IvsTokenClaims.Show(value)}; IVS documents it as JWT, in capitals.",
                "Write the header as {\"alg\":\"ES384\",\"typ\":\"JWT\"}.");
        }
    }
}
