using System;
using AwsSignTools.Findings;
using AwsSignTools.Kvs;

namespace AwsSignTools.Inspection.Rules;

/// <summary>The rules of Kinesis Video Streams signaling, for a URL that is signed.</summary>
internal sealed class KvsUrlRule : Rule<InspectedUrl>
{
    /// <inheritdoc/>
    public override string Statement =>
        "A signaling URL keeps the rules of ConnectAsMaster or ConnectAsViewer.";

    /// <inheritdoc/>
    public override void Check(InspectedUrl subject, ref FindingCollector findings)
    {
        if (!subject.IsKvsSignaling)
        {
            return;
        }

        KvsSignalingRequest request = KvsSignalingRequest.FromQuery(subject.Uri, subject.OwnQuery()) with
        {
            Region = subject.Region,
            ExpiresIn = subject.Seconds is > 0 and <= 604_800 ? TimeSpan.FromSeconds(subject.Seconds.Value) : TimeSpan.Zero,
        };
        foreach (Finding finding in KvsSignalingRules.Check(request))
        {
            findings.Add(finding);
        }
    }
}
