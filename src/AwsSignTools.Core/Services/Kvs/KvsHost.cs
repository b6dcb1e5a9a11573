using System;

namespace AwsSignTools.Services.Kvs;

/// <summary>
/// What the name of a Kinesis Video Streams host tells: <c>v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com</c>. Other hosts, such as
/// a proxy's or a test server's, tell nothing.
/// </summary>
internal static class KvsHost
{
    private const string ServiceLabel = "kinesisvideo.";

    /// <summary>The role of a signaling endpoint's host; null where it is none.</summary>
    public static KvsRole? RoleOf(string host)
    {
        if (ServiceIndex(host) <= 0)
        {
            return null;
        }

        return host.StartsWith("m-", StringComparison.Ordinal) ? KvsRole.Master
            : host.StartsWith("v-", StringComparison.Ordinal) ? KvsRole.Viewer
            : null;
    }

    /// <summary>The region in the host; empty where it is no host of the service.</summary>
    public static ReadOnlySpan<char> RegionOf(string host)
    {
        int service = ServiceIndex(host);
        if (service < 0)
        {
            return default;
        }

        ReadOnlySpan<char> rest = host.AsSpan(service + ServiceLabel.Length);
        int dot = rest.IndexOf('.');
        return dot <= 0 ? default : rest.Slice(0, dot);
    }

    private static int ServiceIndex(string host)
    {
        int index = host.IndexOf(ServiceLabel, StringComparison.Ordinal);
        return index == 0 || (index > 0 && host[index - 1] == '.') ? index : -1;
    }
}
