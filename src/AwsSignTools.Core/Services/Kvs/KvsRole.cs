using System;
using AwsSignTools.Aws;

namespace AwsSignTools.Services.Kvs;

/// <summary>The two roles of a WebRTC signaling channel.</summary>
public enum KvsRole
{
    /// <summary>The one owner of the media: its endpoint's host begins with <c>m-</c>, and it has no client id.</summary>
    Master,

    /// <summary>One of many: its endpoint's host begins with <c>v-</c>, and it has a client id of its own.</summary>
    Viewer,
}

/// <summary>
/// Reads the role and the region from a host of Kinesis Video Streams, such as <c>v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com</c>. Any
/// other host, such as that of a proxy or of a test server, has neither.
/// </summary>
internal static class KvsHost
{
    /// <summary>The role of a signaling endpoint; null for any other host.</summary>
    public static KvsRole? RoleOf(string host)
    {
        if (!TryFindService(host, out int start, out _) || start == 0)
        {
            return null;
        }

        return host.StartsWith("m-", StringComparison.Ordinal) ? KvsRole.Master
            : host.StartsWith("v-", StringComparison.Ordinal) ? KvsRole.Viewer
            : null;
    }

    /// <summary>The region; empty if the host is not one of the service.</summary>
    public static ReadOnlySpan<char> RegionOf(string host)
    {
        if (!TryFindService(host, out _, out int end))
        {
            return default;
        }

        ReadOnlySpan<char> rest = host.AsSpan(end);
        int dot = rest.IndexOf('.');
        return dot <= 0 ? default : rest.Slice(0, dot);
    }

    // The label of the service, kinesisvideo or kinesisvideo-fips: where it begins, and where the next begins.
    private static bool TryFindService(string host, out int start, out int end)
    {
        string label = AwsServices.KinesisVideo.SigningName;
        start = host.IndexOf(label, StringComparison.Ordinal);
        end = start + label.Length;
        if (start < 0 || (start > 0 && host[start - 1] != '.'))
        {
            return false;
        }

        end += host.AsSpan(end).StartsWith("-fips.".AsSpan(), StringComparison.Ordinal) ? "-fips".Length : 0;
        return end++ < host.Length && host[end - 1] == '.';
    }
}
