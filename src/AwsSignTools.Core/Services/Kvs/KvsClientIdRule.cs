using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Kvs;

/// <summary>What a viewer may call itself (ConnectAsViewer, ClientId).</summary>
internal sealed class KvsClientIdRule : RuleClass<KvsSignalingRequest>
{
    private const int LongestClientId = 256;

    /// <inheritdoc/>
    public override string Statement =>
        $"A client id is 1 to {LongestClientId} of the characters a-z A-Z 0-9 _ . - and does not begin with AWS_.";

    /// <inheritdoc/>
    public override void Check(KvsSignalingRequest subject, ref FindingCollector findings)
    {
        if (subject.ClientId is null)
        {
            return;
        }

        if (subject.ClientId.Length > LongestClientId || !Characters.IsPlainName(subject.ClientId.AsSpan()))
        {
            findings.Error(
                "KvsClientIdInvalid",
                subject.ClientId,
                $"The client id {Quoted.Value(subject.ClientId)} is not 1 to {LongestClientId} of the characters a-z A-Z 0-9 _ . -.",
                "Give another id, such as a GUID.");
        }
        else if (subject.ClientId.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase))
        {
            findings.Error(
                "KvsClientIdInvalid",
                subject.ClientId,
                $"The client id {Quoted.Value(subject.ClientId)} begins with AWS_ (in any case), which Kinesis Video Streams keeps for itself.",
                "Give an id that begins otherwise.");
        }
    }
}
