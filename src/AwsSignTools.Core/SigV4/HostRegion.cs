using System;

namespace AwsSignTools.SigV4;

/// <summary>The region that the name of an AWS host tells, such as <c>transcribestreaming.us-west-2.amazonaws.com</c>.</summary>
public static class HostRegion
{
    /// <summary>Finds the region.</summary>
    /// <param name="host">The host in lower case.</param>
    /// <returns>The region; null where the host is none of AWS or names none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    public static string? Find(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!EndsWith(host, ".amazonaws.com") && !EndsWith(host, ".amazonaws.com.cn") && !EndsWith(host, ".api.aws") && !EndsWith(host, ".on.aws"))
        {
            return null;
        }

        // From the end: a bucket or an id before it may look like a region.
        string[] labels = host.Split('.');
        for (int i = labels.Length - 1; i >= 0; i--)
        {
            if (IsRegion(labels[i]))
            {
                return labels[i];
            }
        }

        return null;
    }

    // Two letters, words and a number: us-west-2, us-gov-east-1, us-iso-east-1.
    private static bool IsRegion(string label)
    {
        string[] words = label.Split('-');
        if (words.Length is < 3 or > 4 || words[0].Length != 2 || words[words.Length - 1].Length != 1 || words[words.Length - 1][0] is < '1' or > '9')
        {
            return false;
        }

        for (int i = 0; i < words.Length - 1; i++)
        {
            if (words[i].Length == 0)
            {
                return false;
            }

            foreach (char c in words[i])
            {
                if (c is < 'a' or > 'z')
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool EndsWith(string host, string end) => host.EndsWith(end, StringComparison.Ordinal);
}
