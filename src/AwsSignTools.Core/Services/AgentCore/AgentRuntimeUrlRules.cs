using System;
using AwsSignTools.Aws;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AgentCore;

/// <summary>The rules of Bedrock AgentCore about the URL of an agent runtime's WebSocket.</summary>
internal static class AgentRuntimeUrlRules
{
    private const string Pointer = "New-AwsSignedUrl -AgentRuntimeArn makes the URL from the plain ARN.";

    /// <summary>All rules.</summary>
    public static readonly Rule<UrlFacts>[] Table =
    [
        new("The path of an agent runtime's WebSocket is /runtimes/<ARN, percent-encoded>/ws.", CheckPath),
        new("The signature is for the region of the agent runtime.", CheckRegion),
    ];

    private static void CheckPath(UrlFacts url, ref FindingCollector findings)
    {
        string path = url.Uri.Path;
        if (path.AsSpan().IndexOf("/arn:".AsSpan(), StringComparison.Ordinal) >= 0)
        {
            findings.Error(
                "AgentRuntimePathInvalid",
                path,
                $"The path {Quoted.Value(path)} has the ARN as it is; its : and / must be percent-encoded, or the / begins another segment.",
                $"Write the ARN with %3A and %2F before signing. {Pointer}");
        }
        else if (path.StartsWith("/browser-streams/", StringComparison.Ordinal))
        {
            // The stream of a browser tool is a WebSocket of its own.
            return;
        }
        else if (FindRuntime(path) is not { } runtime)
        {
            findings.Error(
                "AgentRuntimePathInvalid",
                path,
                $"The path {Quoted.Value(path)} is not /runtimes/<ARN>/ws, the one path of a WebSocket of Bedrock AgentCore.",
                Pointer);
        }
        else if (!AgentRuntimeUrl.IsRuntime(runtime))
        {
            // The id alone is accepted with the account in the query; what is encoded twice or cut is not.
            if (runtime.AsSpan().IndexOf('%') >= 0 || runtime.StartsWith("arn", StringComparison.Ordinal))
            {
                findings.Error("AgentRuntimeArnInvalid", runtime, $"{Quoted.Value(runtime)} is not the ARN of an agent runtime, encoded once.", Pointer);
            }
        }
    }

    private static void CheckRegion(UrlFacts url, ref FindingCollector findings)
    {
        if (FindRuntime(url.Uri.Path) is { } runtime && Arn.RegionOf(runtime) is { Length: > 0 } right && url.Region is { Length: > 0 } region && region != right)
        {
            findings.Error(
                "AgentRuntimeRegionMismatch",
                region,
                $"The URL is signed for the region {Quoted.Value(region)}, and the agent runtime is in {Quoted.Value(right)}.",
                $"Sign it for {right}, at the host of {right}.");
        }
    }

    // What stands between /runtimes/ and /ws, decoded; null for another path.
    private static string? FindRuntime(string path)
    {
        int length = path.Length - AgentRuntimeUrl.PathStart.Length - AgentRuntimeUrl.PathEnd.Length;
        if (length <= 0 || !path.StartsWith(AgentRuntimeUrl.PathStart, StringComparison.Ordinal) || !path.EndsWith(AgentRuntimeUrl.PathEnd, StringComparison.Ordinal))
        {
            return null;
        }

        string segment = path.Substring(AgentRuntimeUrl.PathStart.Length, length);
        return segment.IndexOf('/') < 0 && PercentEncoding.TryDecode(segment.AsSpan(), out string decoded) ? decoded : null;
    }
}
