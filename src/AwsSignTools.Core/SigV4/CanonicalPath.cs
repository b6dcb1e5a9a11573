using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>The path as it is sent, and the path of the canonical request that the server makes of it.</summary>
internal static class CanonicalPath
{
    // What RFC 3986 section 3.3 allows in a segment, besides unreserved characters and escapes.
    private const string Kept = "!$&'()*+,;=:@/";

    /// <summary>
    /// The path of the URL that is signed. It stays as it was given; only escapes are put in their normal form (RFC 3986 section 6.2.2: upper case, and
    /// none for an unreserved character), as clients do before they send a URL, and characters that no URL has are encoded. A service that decodes its
    /// paths gets them in the strict encoding of SigV4.
    /// </summary>
    /// <exception cref="InvalidInputException"><c>UriEscapeInvalid</c>; <c>PathInvalid</c> for a path that is to be taken as it is.</exception>
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

        // Each segment decoded once and encoded once, so that a %2F stays one.
        string[] segments = path.Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            string decoded = PercentEncoding.Decode(segments[i].AsSpan());
            segments[i] = encoding == PathEncoding.Once ? PercentEncoding.Encode(decoded) : AsSent(segments[i], normalizeEscapes: true);
        }

        return string.Join("/", segments);
    }

    /// <summary>The path of the canonical request, from the path that is sent.</summary>
    public static string ForSigning(string sentPath, SignerSettings settings)
    {
        string path = AsSent(sentPath.Length == 0 ? "/" : sentPath, normalizeEscapes: false);
        path = settings.NormalizePath ? RemoveDotSegments(path) : path;
        switch (settings.PathEncoding)
        {
            case PathEncoding.Twice:
                return EncodeOnceMore(path);
            case PathEncoding.Once:
                // S3 decodes what it receives, %2F included and a + as a space, and encodes the result. What cannot be decoded stays as it is.
                return PercentEncoding.TryDecode(path.Replace('+', ' ').AsSpan(), out string decoded) ? EncodeOnceMore(decoded) : path;
            default:
                return path;
        }
    }

    /// <summary>The path of a signer that decodes every segment before it encodes it as often as the settings say: a usual mistake.</summary>
    internal static string DecodedAndEncoded(string sentPath, SignerSettings settings)
    {
        try
        {
            return ForSigning(ForUrl(sentPath.Length == 0 ? "/" : sentPath, PathEncoding.Once), settings);
        }
        catch (InvalidInputException)
        {
            return ForSigning(sentPath, settings);
        }
    }

    // Characters that no URL has are encoded by every client.
    private static string AsSent(string path, bool normalizeEscapes)
    {
        if (IsPlain(path))
        {
            return path;
        }

        StringBuilder sent = new(path.Length + 16);
        for (int i = 0; i < path.Length;)
        {
            char c = path[i];
            int length = char.IsHighSurrogate(c) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1]) ? 2 : 1;
            if (c == '%')
            {
                int escaped = i + 2 < path.Length ? (Hex.Digit(path[i + 1]) << 4) | Hex.Digit(path[i + 2]) : -1;
                if (!normalizeEscapes || escaped < 0)
                {
                    _ = sent.Append('%');
                    i++;
                    continue;
                }

                _ = Characters.IsUnreserved(escaped) ? sent.Append((char)escaped) : sent.Append('%').Append(escaped.ToString("X2", CultureInfo.InvariantCulture));
                i += 3;
                continue;
            }

            _ = Characters.IsUnreserved(c) || Kept.AsSpan().IndexOf(c) >= 0 ? sent.Append(c) : sent.Append(PercentEncoding.Encode(path.Substring(i, length)));
            i += length;
        }

        return sent.ToString();
    }

    private static string EncodeOnceMore(string path)
    {
        if (IsPlain(path))
        {
            return path;
        }

        string[] segments = path.Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = PercentEncoding.Encode(segments[i]);
        }

        return string.Join("/", segments);
    }

    /// <summary>
    /// RFC 3986 section 5.2.4, and runs of slashes made one, as SigV4's normalisation wants; but a path that ends in a dot segment does not end in a
    /// slash then (botocore, and the SDK for JavaScript).
    /// </summary>
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

        bool endsInSlash = kept.Count > 0 && segments[segments.Length - 1].Length == 0;
        return "/" + string.Join("/", kept) + (endsInSlash ? "/" : string.Empty);
    }

    private static string CheckUrlPath(string path)
    {
        foreach (char c in path)
        {
            if (!Characters.IsUnreserved(c) && c != '%' && Kept.AsSpan().IndexOf(c) < 0)
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
