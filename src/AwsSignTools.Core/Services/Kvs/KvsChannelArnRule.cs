using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Kvs;

/// <summary>What names a signaling channel.</summary>
internal sealed class KvsChannelArnRule : RuleClass<KvsSignalingRequest>
{
    private const int LongestArn = 1024;
    private const string Form = "arn:<partition>:kinesisvideo:<region>:<account>:channel/<name>/<creation time>";

    /// <inheritdoc/>
    public override string Statement =>
        $"A channel ARN has the form {Form}, up to {LongestArn} characters, and is encoded once in the query.";

    /// <inheritdoc/>
    public override void Check(KvsSignalingRequest subject, ref FindingCollector findings)
    {
        if (subject.ChannelArn.Length <= LongestArn && IsChannelArn(subject.ChannelArn))
        {
            return;
        }

        if (subject.ChannelArn.Length == 0 && subject.IsWhole)
        {
            // KvsParameterRule says that it is missing.
            return;
        }

        if (Arn.LooksEncoded(subject.ChannelArn))
        {
            findings.Error(
                "KvsChannelArnEncoded",
                subject.ChannelArn,
                $"The channel ARN {Quoted.Value(subject.ChannelArn)} is percent-encoded once too often; it would be signed as it stands and match no channel.",
                "Give the ARN plain in -ChannelArn, or encoded just once in a URI.");
        }
        else if (subject.ChannelArn.Length > LongestArn)
        {
            findings.Error(
                "KvsChannelArnInvalid",
                subject.ChannelArn,
                $"The channel ARN has {subject.ChannelArn.Length} characters; at most {LongestArn} are allowed.",
                $"Give the ARN of a signaling channel: {Form}.");
        }
        else
        {
            findings.Error(
                "KvsChannelArnInvalid",
                subject.ChannelArn,
                $"{Quoted.Value(subject.ChannelArn)} is not the ARN of a signaling channel ({Form}).",
                "Give the ChannelARN that DescribeSignalingChannel returns; the ARN of a stream is not one.");
        }
    }

    private static bool IsChannelArn(string text)
    {
        if (!Arn.TryParse(text, out Arn arn)
            || !arn.Service.SequenceEqual(AwsServices.KinesisVideo.SigningName.AsSpan())
            || !arn.Resource.StartsWith("channel/".AsSpan(), StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> name = arn.Resource.Slice("channel/".Length);
        int slash = name.IndexOf('/');
        return slash >= 0 && Characters.IsPlainName(name.Slice(0, slash)) && Characters.IsDigits(name.Slice(slash + 1));
    }
}
