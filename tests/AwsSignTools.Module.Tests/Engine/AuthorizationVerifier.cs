using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>
/// Checks a request's Authorization header as a server does, from what arrived: by code that shares nothing with the module, after the
/// specification of SigV4.
/// </summary>
internal static partial class AuthorizationVerifier
{
    /// <summary>The scope of a request, and the signature its header has; null where it has no such header.</summary>
    public static (string AccessKey, string Date, string Region, string Service, string Signature)? Parse(string? authorization)
    {
        Match match = Pattern().Match(authorization ?? string.Empty);
        return match.Success
            ? (match.Groups["key"].Value, match.Groups["date"].Value, match.Groups["region"].Value, match.Groups["service"].Value, match.Groups["signature"].Value)
            : null;
    }

    /// <summary>What is wrong with the signature; null where nothing is.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">The path and query as they came over the wire.</param>
    /// <param name="header">Gives a header by its name in lower case, <c>host</c> too; null where it is not there.</param>
    /// <param name="payloadHash">The last line of the canonical request.</param>
    /// <param name="secretKey">The secret key.</param>
    /// <param name="encodePathTwice">False for S3, whose canonical path is that of the wire.</param>
    public static string? Problem(
        string method, string target, Func<string, string?> header, string payloadHash, string secretKey, bool encodePathTwice = true)
    {
        Match authorization = Pattern().Match(header("authorization") ?? string.Empty);
        if (!authorization.Success)
        {
            return "no Authorization header of SigV4";
        }

        string[] signed = authorization.Groups["headers"].Value.Split(';');
        if (!signed.Order(StringComparer.Ordinal).SequenceEqual(signed) || !signed.Contains("host") || !signed.Contains("x-amz-date"))
        {
            return "the signed headers are not in order, or lack one: " + string.Join(";", signed);
        }

        if (signed.FirstOrDefault(name => header(name) is null) is { } missing)
        {
            return "a signed header did not arrive: " + missing;
        }

        int question = target.IndexOf('?', StringComparison.Ordinal);
        string path = question < 0 ? target : target[..question];
        string canonicalRequest = string.Join(
            "\n",
            method,
            encodePathTwice ? string.Join("/", path.Split('/').Select(Uri.EscapeDataString)) : path,
            CanonicalQuery(question < 0 ? string.Empty : target[(question + 1)..]),
            string.Concat(signed.Select(name => name + ":" + Spaces().Replace(header(name)!.Trim(' ', '\t'), " ") + "\n")),
            string.Join(";", signed),
            payloadHash);
        string date = header("x-amz-date")!;
        string scope = authorization.Groups["scope"].Value;
        string stringToSign = string.Join("\n", "AWS4-HMAC-SHA256", date, scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest))));
        string expected = Hex(HMACSHA256.HashData(SigningKey(secretKey, scope), Encoding.UTF8.GetBytes(stringToSign)));
        return !date.StartsWith(authorization.Groups["date"].Value, StringComparison.Ordinal) ? "the scope is of another day"
            : authorization.Groups["signature"].Value != expected ? "the signature is another than that of\n" + canonicalRequest
            : null;
    }

    /// <summary>The signing key of a scope: date, region, service and <c>aws4_request</c>, a slash between each.</summary>
    public static byte[] SigningKey(string secretKey, string scope) => scope.Split('/').Aggregate(
        Encoding.UTF8.GetBytes("AWS4" + secretKey), static (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));

    private static string CanonicalQuery(string query)
    {
        IEnumerable<string> pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .Select(static pair => (Name: Again(pair[0]), Value: pair.Length < 2 ? string.Empty : Again(pair[1])))
            .OrderBy(static pair => pair.Name, StringComparer.Ordinal).ThenBy(static pair => pair.Value, StringComparer.Ordinal)
            .Select(static pair => pair.Name + "=" + pair.Value);
        return string.Join("&", pairs);
    }

    private static string Again(string encoded) => Uri.EscapeDataString(Uri.UnescapeDataString(encoded));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 Credential=(?<key>[A-Za-z0-9]+)/(?<scope>(?<date>[0-9]{8})/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9-]+)/aws4_request), "
        + "SignedHeaders=(?<headers>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Pattern();

    [GeneratedRegex("[ \t]+")]
    private static partial Regex Spaces();
}
