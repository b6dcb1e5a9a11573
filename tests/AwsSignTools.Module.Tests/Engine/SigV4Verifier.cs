using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>
/// Checks a presigned URL as a server does, by code that shares nothing with the module: the URL is taken apart, its parameters are
/// encoded again by <see cref="Uri.EscapeDataString(string)"/>, and the signature is made again from the specification.
/// </summary>
internal static class SigV4Verifier
{
    /// <summary>The parameters of the URL's query, decoded.</summary>
    public static IReadOnlyDictionary<string, string> Query(string url) => Pairs(url)
        .ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);

    /// <summary>True where the URL's signature is that of the secret.</summary>
    public static bool IsSignedBy(string url, string secretKey)
    {
        IReadOnlyDictionary<string, string> query = Query(url);
        string[] scope = query["X-Amz-Credential"].Split('/');
        Uri uri = new(url);
        string host = uri.IsDefaultPort ? uri.Host : $"{uri.Host}:{uri.Port}";
        string canonicalQuery = string.Join("&", Pairs(url)
            .Where(p => p.Name != "X-Amz-Signature")
            .Select(p => (Name: Uri.EscapeDataString(p.Name), Value: Uri.EscapeDataString(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => p.Name + "=" + p.Value));
        string canonicalRequest = string.Join("\n", "GET", uri.AbsolutePath, canonicalQuery, "host:" + host, string.Empty, "host", Hash(string.Empty));
        string stringToSign = string.Join("\n", "AWS4-HMAC-SHA256", query["X-Amz-Date"], string.Join("/", scope[1..]), Hash(canonicalRequest));
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (string part in scope[1..])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)));
        return query["X-Amz-SignedHeaders"] == "host" && query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256" && query["X-Amz-Signature"] == signature;
    }

    private static IEnumerable<(string Name, string Value)> Pairs(string url) => url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..]
        .Split('&')
        .Select(p => p.Split('=', 2))
        .Select(p => (Uri.UnescapeDataString(p[0]), Uri.UnescapeDataString(p[1])));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
