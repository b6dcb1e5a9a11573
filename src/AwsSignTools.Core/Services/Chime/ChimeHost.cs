using System;

namespace AwsSignTools.Services.Chime;

/// <summary>What the name of a messaging host tells: <c>node001.ue1.ws-messaging.chime.aws</c>.</summary>
internal static class ChimeHost
{
    private const string Suffix = ".ws-messaging.chime.aws";

    /// <summary>The region of a messaging host; null for any other host, and for a short name that is not known.</summary>
    public static string? RegionOf(string host)
    {
        if (!host.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return null;
        }

        string before = host.Substring(0, host.Length - Suffix.Length);
        return before.Substring(before.LastIndexOf('.') + 1) switch
        {
            "ue1" => "us-east-1",
            "ec1" => "eu-central-1",
            _ => null,
        };
    }
}
