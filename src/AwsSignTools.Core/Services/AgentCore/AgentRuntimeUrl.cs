using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AgentCore;

/// <summary>The URL of an agent runtime's WebSocket, whose path has the whole ARN in it.</summary>
public static class AgentRuntimeUrl
{
    internal const string PathStart = "/runtimes/";
    internal const string PathEnd = "/ws";

    private const string ResourceStart = "runtime/";

    /// <summary>Makes the URL: the host of the ARN's region, and the ARN percent-encoded in the path.</summary>
    /// <param name="agentRuntimeArn">The ARN, <c>arn:&lt;partition&gt;:bedrock-agentcore:&lt;region&gt;:&lt;account&gt;:runtime/&lt;id&gt;</c>.</param>
    /// <returns>The URL, not signed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="agentRuntimeArn"/> is null.</exception>
    /// <exception cref="InvalidInputException"><c>AgentRuntimeArnInvalid</c>.</exception>
    public static string Create(string agentRuntimeArn)
    {
        ArgumentNullException.ThrowIfNull(agentRuntimeArn);
        if (!IsRuntime(agentRuntimeArn))
        {
            throw InvalidInputException.For(
                "AgentRuntimeArnInvalid",
                agentRuntimeArn,
                $"{Quoted.Value(agentRuntimeArn)} is not the ARN of an agent runtime.",
                "Give the agentRuntimeArn that GetAgentRuntime returns, plain: arn:<partition>:bedrock-agentcore:<region>:<account>:runtime/<id>.");
        }

        string region = Arn.RegionOf(agentRuntimeArn);
        string host = $"{AwsServices.AgentCore.SigningName}.{region}.{Partition.OfRegion(region).DnsSuffix}";
        return $"wss://{host}{PathStart}{PercentEncoding.Encode(agentRuntimeArn)}{PathEnd}";
    }

    /// <summary>True for the ARN of an agent runtime.</summary>
    internal static bool IsRuntime(string text) =>
        Arn.TryParse(text, out Arn arn)
        && arn.Service.SequenceEqual(AwsServices.AgentCore.SigningName.AsSpan())
        && arn.Resource.StartsWith(ResourceStart.AsSpan(), StringComparison.Ordinal)
        && Platform.Characters.IsWord(arn.Resource.Slice(ResourceStart.Length), "-_");
}
