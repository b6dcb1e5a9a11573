using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>
/// Checks the <c>Authorization</c> header of a request as a server does (IAM User Guide, "Elements of an AWS API request signature"), by code
/// that shares nothing with the module nor the SDK.
/// </summary>
internal static class SignedHeaders
{
    private const string Algorithm = "AWS4-HMAC-SHA256 ";

    /// <summary>The access key that the request says it is signed with; null where it is not signed.</summary>
    public static string? AccessKeyOf(ReceivedRequest request) =>
        Elements(request) is { } elements ? elements["Credential"].Split('/')[0] : null;

    /// <summary>True where the signature is that of the secret, for the service, and of this quarter of an hour.</summary>
    public static bool AreSignedBy(ReceivedRequest request, string secretKey, string service, DateTimeOffset now)
    {
        if (Elements(request) is not { } elements || request.Header("X-Amz-Date") is not { } date
            || !DateTimeOffset.TryParseExact(
                date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
        {
            return false;
        }

        string[] scope = elements["Credential"].Split('/')[1..];
        string[] names = elements["SignedHeaders"].Split(';');
        bool covered = names.Contains("host") && names.Contains("x-amz-date")
            && (request.Header("X-Amz-Security-Token") is null || names.Contains("x-amz-security-token"));
        bool scoped = scope.Length == 4 && date.StartsWith(scope[0], StringComparison.Ordinal) && scope[2] == service && scope[3] == "aws4_request";
        if (!covered || !scoped || (now - moment).Duration() > TimeSpan.FromMinutes(15))
        {
            return false;
        }

        string query = string.Join("&", request.Query
            .Select(p => (Name: Uri.EscapeDataString(p.Key), Value: Uri.EscapeDataString(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => p.Name + "=" + p.Value));
        string headers = string.Concat(names.Select(n => $"{n}:{string.Join(" ", (request.Header(n) ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))}\n"));
        string canonicalRequest = string.Join("\n", request.Method, request.Path, query, headers, elements["SignedHeaders"], Hash(request.Body));
        string stringToSign = string.Join("\n", Algorithm.TrimEnd(), date, string.Join("/", scope), Hash(canonicalRequest));
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secretKey);
        foreach (string part in scope)
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return elements["Signature"] == Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)));
    }

    private static Dictionary<string, string>? Elements(ReceivedRequest request) =>
        request.Header("Authorization") is { } header && header.StartsWith(Algorithm, StringComparison.Ordinal)
            ? header[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries).Select(e => e.Split('=', 2)).ToDictionary(e => e[0], e => e[1])
            : null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
