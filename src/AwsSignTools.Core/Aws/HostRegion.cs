using System;

namespace AwsSignTools.Aws;

/// <summary>Finds the region in the name of an AWS host, such as <c>transcribestreaming.us-west-2.amazonaws.com</c>.</summary>
internal static class HostRegion
{
    // Function URLs are on none of the partitions' suffixes.
    private const string FunctionUrlSuffix = ".on.aws";

    private static readonly string[] Directions =
        ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "central"];

    /// <summary>Finds the region.</summary>
    /// <param name="host">The host in lower case.</param>
    /// <returns>The region; null if the host is not one of AWS, or does not name a region.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    public static string? Find(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (SuffixOf(host) is null)
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

    /// <summary>The DNS suffix of a host of AWS, with its dot; null for another host.</summary>
    internal static string? SuffixOf(string host) => Partition.TryFindSuffix(host, out string suffix) ? suffix
        : host.EndsWith(FunctionUrlSuffix, StringComparison.Ordinal) ? FunctionUrlSuffix
        : null;

    // A part of the world, optionally a partition or a country, a direction and a number: us-west-2, us-gov-east-1, eusc-de-east-1. A bucket may be
    // named after a pattern like this, but hardly with a direction in it.
    internal static bool IsRegion(string label)
    {
        string[] words = label.Split('-');
        return words.Length is 3 or 4
            && words[0].Length is >= 2 and <= 4 && IsLetters(words[0]) && IsLetters(words[1])
            && Array.IndexOf(Directions, words[words.Length - 2]) >= 0
            && words[words.Length - 1] is { Length: 1 } number && number[0] is >= '1' and <= '9';
    }

    private static bool IsLetters(string word)
    {
        foreach (char c in word)
        {
            if (c is < 'a' or > 'z')
            {
                return false;
            }
        }

        return word.Length > 0;
    }
}
