using System;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Kvs;

/// <summary>What the query of a signaling URL says of the channel and the client.</summary>
internal sealed class KvsParameterRule : RuleClass<KvsSignalingRequest>
{
    /// <inheritdoc/>
    public override string Statement =>
        $"A signaling URL has {KvsSignalingRequest.ChannelArnParameter} once, a viewer's also {KvsSignalingRequest.ClientIdParameter}, in this case of the letters.";

    /// <inheritdoc/>
    public override void Check(KvsSignalingRequest subject, ref FindingCollector findings)
    {
        bool misnamed = false;
        for (int i = 0; i < subject.OtherQuery.Count; i++)
        {
            string name = subject.OtherQuery[i].Name;
            misnamed |= IsChannelArnInAnotherCase(name);
            CheckName(name, KvsSignalingRequest.ChannelArnParameter, ref findings);
            CheckName(name, KvsSignalingRequest.ClientIdParameter, ref findings);
        }

        if (subject.IsWhole && subject.ChannelArn.Length == 0 && !misnamed)
        {
            findings.Error(
                "KvsChannelArnMissing",
                subject.Endpoint.ToString(),
                $"The URL of {Quoted.Value(subject.Endpoint.ToString())} has no {KvsSignalingRequest.ChannelArnParameter} parameter (names are case-sensitive), so it names no channel.",
                "Add the parameter, or give the endpoint and the channel ARN apart (-Endpoint and -ChannelArn).");
        }
    }

    private static bool IsChannelArnInAnotherCase(string name) =>
        name != KvsSignalingRequest.ChannelArnParameter && string.Equals(name, KvsSignalingRequest.ChannelArnParameter, StringComparison.OrdinalIgnoreCase);

    private static void CheckName(string name, string meant, ref FindingCollector findings)
    {
        // The first of the right name is not among the other parameters.
        if (name == meant)
        {
            findings.Error("KvsParameterDuplicate", name, $"The URL has the parameter {name} twice.", "Leave one of the two out.");
        }
        else if (string.Equals(name, meant, StringComparison.OrdinalIgnoreCase))
        {
            findings.Error(
                "KvsParameterNameInvalid",
                name,
                $"The URL has the parameter {name}; names are case-sensitive, and the service knows {meant} only.",
                $"Write {meant}.");
        }
    }
}
