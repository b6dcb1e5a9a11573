using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>The path of the URL and the path of the canonical request, which differ by the service's settings.</summary>
internal static class CanonicalPath
{
    /// <summary>The path of the URL: each segment decoded once and encoded once, so that a <c>%2F</c> stays one.</summary>
    public static string ForUrl(string path, PathEncoding encoding)
    {
        if (encoding == PathEncoding.None)
        {
            return CheckUrlPath(path);
        }

        if (IsPlain(path))
        {
            return path;
        }

        ByteWriter writer = new(path.Length * 3);
        try
        {
            ReadOnlySpan<char> rest = path.AsSpan();
            for (int slash = rest.IndexOf('/'); slash >= 0; slash = rest.IndexOf('/'))
            {
                PercentEncoding.Write(ref writer, PercentEncoding.Decode(rest.Slice(0, slash)).AsSpan());
                writer.Write((byte)'/');
                rest = rest.Slice(slash + 1);
            }

            PercentEncoding.Write(ref writer, PercentEncoding.Decode(rest).AsSpan());
            return Text.FromAscii(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The path of the canonical request, from the path of the URL.</summary>
    public static string ForSigning(string urlPath, SignerSettings settings)
    {
        string path = settings.NormalizePath ? RemoveDotSegments(urlPath) : urlPath;
        if (settings.PathEncoding != PathEncoding.Twice || path.IndexOf('%') < 0)
        {
            return path;
        }

        ByteWriter writer = new(path.Length * 3);
        try
        {
            // The URL's path is ASCII: the percent signs of its escapes are all that is left to encode.
            writer.WriteUtf8(path.AsSpan());
            ByteWriter encoded = new(path.Length * 3);
            try
            {
                PercentEncoding.Write(ref encoded, writer.Written, alsoKept: (byte)'/');
                return Text.FromAscii(encoded.Written);
            }
            finally
            {
                encoded.Dispose();
            }
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>RFC 3986 section 5.2.4, and runs of slashes made one, as SigV4's normalisation wants.</summary>
    private static string RemoveDotSegments(string path)
    {
        if (path.IndexOf("//", StringComparison.Ordinal) < 0 && path.IndexOf("/.", StringComparison.Ordinal) < 0)
        {
            return path;
        }

        List<string> kept = [];
        string[] segments = path.Split('/');
        foreach (string segment in segments)
        {
            if (segment == "..")
            {
                if (kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }
            }
            else if (segment is not ("" or "."))
            {
                kept.Add(segment);
            }
        }

        bool endsInSlash = kept.Count > 0 && segments[segments.Length - 1] is "" or "." or "..";
        return "/" + string.Join("/", kept) + (endsInSlash ? "/" : string.Empty);
    }

    private static string CheckUrlPath(string path)
    {
        foreach (char c in path)
        {
            if (c is <= ' ' or >= (char)0x7F or '?' or '#')
            {
                throw InvalidInputException.For(
                    "PathInvalid",
                    path,
                    $"The path {Quoted.Value(path)} is to be taken as it is, and has a character that no path of a URL has.",
                    "Give the path percent-encoded.");
            }
        }

        return path;
    }

    private static bool IsPlain(string path)
    {
        foreach (char c in path)
        {
            if (c != '/' && !Characters.IsUnreserved(c))
            {
                return false;
            }
        }

        return true;
    }
}
