using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Kvs;

/// <summary>How long a signaling URL may live; the official clients ask for 299 seconds.</summary>
internal sealed class KvsExpiryRule : RuleClass<KvsSignalingRequest>
{
    private static readonly TimeSpan LongestUsefulLife = AwsServices.KinesisVideo.LongestPresignedLife;

    /// <inheritdoc/>
    public override string Statement => "A signaling URL lives five minutes at most.";

    /// <inheritdoc/>
    public override void Check(KvsSignalingRequest subject, ref FindingCollector findings)
    {
        if (subject.ExpiresIn > LongestUsefulLife)
        {
            findings.Warning(
                "KvsExpiresLong",
                subject.ExpiresIn,
                $"The URL is to expire in {subject.ExpiresIn:c}; Kinesis Video Streams is taken to refuse more than five minutes.",
                "Use 299 seconds, as the official clients do, and make a new URL for each connection.");
        }
    }
}
