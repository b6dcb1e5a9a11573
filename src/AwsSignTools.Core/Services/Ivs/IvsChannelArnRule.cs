using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Services.Ivs;

/// <summary>What names a private channel (<c>aws:channel-arn</c>).</summary>
internal sealed class IvsChannelArnRule : RuleClass<IvsTokenContents>
{
    private const int LongestArn = 128;

    /// <inheritdoc/>
    public override string Statement =>
        $"A token is for a channel, named by its ARN: arn:<partition>:ivs:<region>:<account>:channel/<id>, at most {LongestArn} characters.";

    /// <inheritdoc/>
    public override void Check(IvsTokenContents subject, ref FindingCollector findings)
    {
        if (subject.ChannelArn is not { } channelArn)
        {
            return;
        }

        bool isChannel = channelArn.Length <= LongestArn
            && Arn.TryParse(channelArn, out Arn arn)
            && arn.Service.SequenceEqual(AwsServices.Ivs.SigningName.AsSpan())
            && arn.Resource.StartsWith("channel/".AsSpan(), StringComparison.Ordinal)
            && Characters.IsWord(arn.Resource.Slice("channel/".Length), "-");
        if (!isChannel)
        {
            findings.Error(
                "IvsChannelArnInvalid",
                channelArn,
                $"{Quoted.Value(channelArn)} is not the ARN of an IVS channel (arn:<partition>:ivs:<region>:<account>:channel/<id>, at most {LongestArn} characters).",
                "Give the Arn that GetChannel returns; the ARN of a stream key, a stage or a key pair is not one.");
        }
    }
}
