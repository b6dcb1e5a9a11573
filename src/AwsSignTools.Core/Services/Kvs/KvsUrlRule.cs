using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Kvs;

/// <summary>What the rules of Kinesis Video Streams signaling say of a whole URL.</summary>
internal sealed class KvsUrlRule : RuleClass<UrlFacts>
{
    /// <inheritdoc/>
    public override string Statement => "A signaling URL keeps the rules of ConnectAsMaster or ConnectAsViewer.";

    /// <inheritdoc/>
    public override void Check(UrlFacts subject, ref FindingCollector findings)
    {
        if (subject.IsWebSocketOf(AwsServices.KinesisVideo))
        {
            findings.AddAll(
                KvsSignalingRules.Check(KvsSignalingRequest.FromQuery(subject.Uri, subject.Query) with { Region = subject.Region, ExpiresIn = subject.Life ?? TimeSpan.Zero }),
                "New-KvsSignedUrl makes such URLs, and refuses what the service would refuse.");
        }
    }
}
