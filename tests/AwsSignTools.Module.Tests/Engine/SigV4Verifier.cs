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
    /// <param name="url">The URL.</param>
    /// <param name="secretKey">The secret.</param>
    /// <param name="method">The method it is asked for with.</param>
    /// <param name="headers">The headers that are sent with it, by their names in lower case.</param>
    /// <param name="payloadHash">The hash line; null for that of an empty body.</param>
    /// <param name="encodePathTwice">False for S3, whose canonical path is that of the URL.</param>
    /// <param name="signsToken">False for the device gateway, which leaves the session token out.</param>
    public static bool IsSignedBy(
        string url,
        string secretKey,
        string method = "GET",
        IReadOnlyDictionary<string, string>? headers = null,
        string? payloadHash = null,
        bool encodePathTwice = true,
        bool signsToken = true)
    {
        IReadOnlyDictionary<string, string> query = Query(url);
        string[] scope = query["X-Amz-Credential"].Split('/');
        string[] signed = query["X-Amz-SignedHeaders"].Split(';');
        string authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/', '?')[0];
        string path = url[(url.IndexOf(authority, StringComparison.Ordinal) + authority.Length)..].Split('?')[0];
        path = encodePathTwice ? string.Join("/", path.Split('/').Select(Uri.EscapeDataString)) : path;
        string? Header(string name) => name == "host" ? authority : headers?.GetValueOrDefault(name);
        if (!signed.Order(StringComparer.Ordinal).SequenceEqual(signed) || !signed.Contains("host") || signed.Any(n => Header(n) is null))
        {
            return false;
        }

        string canonicalQuery = string.Join("&", Pairs(url)
            .Where(p => p.Name != "X-Amz-Signature" && (signsToken || p.Name != "X-Amz-Security-Token"))
            .Select(p => (Name: Uri.EscapeDataString(p.Name), Value: Uri.EscapeDataString(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => p.Name + "=" + p.Value));
        string canonicalRequest = string.Join(
            "\n", method, path, canonicalQuery, string.Concat(signed.Select(n => $"{n}:{Header(n)}\n")), string.Join(";", signed), payloadHash ?? Hash(string.Empty));
        string stringToSign = string.Join("\n", "AWS4-HMAC-SHA256", query["X-Amz-Date"], string.Join("/", scope[1..]), Hash(canonicalRequest));
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (string part in scope[1..])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)));
        return query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256" && query["X-Amz-Signature"] == signature;
    }

    private static IEnumerable<(string Name, string Value)> Pairs(string url) => url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..]
        .Split('&')
        .Select(p => p.Split('=', 2))
        .Select(p => (Uri.UnescapeDataString(p[0]), Uri.UnescapeDataString(p[1])));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
