using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;

namespace AwsSignTools.Services.Kvs;

/// <summary>Where a channel is.</summary>
internal sealed class KvsRegionRule : RuleClass<KvsSignalingRequest>
{
    /// <inheritdoc/>
    public override string Statement =>
        "The channel, its endpoint and the signature are of one region.";

    /// <inheritdoc/>
    public override void Check(KvsSignalingRequest subject, ref FindingCollector findings)
    {
        if (!Arn.TryParse(subject.ChannelArn, out Arn arn))
        {
            return;
        }

        if (subject.Region is { } meant && !arn.Region.SequenceEqual(meant.AsSpan()))
        {
            findings.Error(
                "KvsRegionMismatch",
                meant,
                $"The region {Quoted.Value(meant)} is not the channel's, {Quoted.Value(arn.Region.ToString())}; the service answers 403.",
                "Leave -Region out: the channel ARN has it.");
        }

        ReadOnlySpan<char> hostRegion = KvsHost.RegionOf(subject.Endpoint.Host);
        if (!hostRegion.IsEmpty && !hostRegion.SequenceEqual(arn.Region))
        {
            findings.Error(
                "KvsRegionMismatch",
                subject.Endpoint.Host,
                $"The endpoint is in the region {Quoted.Value(hostRegion.ToString())}, the channel in {Quoted.Value(arn.Region.ToString())}; the service answers 403.",
                "Give the endpoint that GetSignalingChannelEndpoint returns for this channel.");
        }
    }
}
