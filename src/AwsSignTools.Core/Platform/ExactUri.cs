using System;

namespace AwsSignTools.Platform;

/// <summary>
/// A URL that the platform sends character by character. <see cref="Uri"/> otherwise unescapes some escapes and removes dot segments, which
/// breaks a signature.
/// </summary>
internal static class ExactUri
{
    /// <summary>Creates the URL.</summary>
    /// <param name="url">The URL, absolute, with a path.</param>
    /// <param name="isExact">False if this platform sends other characters.</param>
    /// <exception cref="UriFormatException">The platform does not support such a URL.</exception>
    public static Uri Create(string url, out bool isExact)
    {
#if NET
        // Without canonicalization, a line break would end the head of the request.
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
