using System;

namespace AwsSignTools.Platform;

/// <summary>
/// A URL of which the platform sends every character as it is. <see cref="Uri"/> unescapes some escapes and removes dot segments, and a
/// signature does not survive that.
/// </summary>
internal static class ExactUri
{
    /// <summary>Makes it.</summary>
    /// <param name="url">The URL, absolute, with a path.</param>
    /// <param name="isExact">False if this platform will send other characters.</param>
    /// <exception cref="UriFormatException">The platform has no such URL.</exception>
    public static Uri Create(string url, out bool isExact)
    {
#if NET
        // As it is means as it is: a line break in it would end the request's head.
        if (IsSendable(url))
        {
            isExact = true;
            return new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        }
#endif
        Uri uri = new(url);
        isExact = IsSendable(url) && url.EndsWith(uri.PathAndQuery, StringComparison.Ordinal)
            && url.IndexOf('/', url.IndexOf("://", StringComparison.Ordinal) + 3) == url.Length - uri.PathAndQuery.Length;
        return uri;
    }

    private static bool IsSendable(string url)
    {
        foreach (char c in url)
        {
            if (c is <= ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }
}
