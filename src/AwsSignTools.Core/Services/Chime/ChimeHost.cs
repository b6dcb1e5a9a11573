using System;
using AwsSignTools.Aws;

namespace AwsSignTools.Services.Chime;

/// <summary>Reads what the host of an endpoint says. Any other host, such as that of a proxy or of a test server, says nothing.</summary>
internal static class ChimeHost
{
    private const string MessagingSuffix = ".ws-messaging.chime.aws";

    /// <summary>The region of a messaging host such as <c>node001.ue1.ws-messaging.chime.aws</c>; null for any other host, and for an unknown short name.</summary>
    public static string? RegionOf(string host)
    {
        if (!host.EndsWith(MessagingSuffix, StringComparison.Ordinal))
        {
            return null;
        }

        string before = host.Substring(0, host.Length - MessagingSuffix.Length);
        return before.Substring(before.LastIndexOf('.') + 1) switch
        {
            "ue1" => "us-east-1",
            "ec1" => "eu-central-1",
            _ => null,
        };
    }

    /// <summary>True for a host of one of the APIs of Chime, which opens no WebSocket.</summary>
    public static bool IsApi(string host) => Partition.TryFindSuffix(host, out _) && HostService.Find(host) == AwsServices.Chime.SigningName;
}
