using System;
using System.Collections.Generic;
using System.Net;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Findings;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>
/// What a test of a connection sends that must not be shown. Servers repeat what they receive: S3 the whole canonical request, proxies the URL.
/// </summary>
internal static class ConnectionSecrets
{
    // A shorter value is not a token, and would be found in other words.
    private const int ShortestSecret = 8;

    /// <summary>The signature, the session token and other tokens of a query, as they stand there.</summary>
    public static IReadOnlyList<string> FindInQuery(string? query)
    {
        List<string> secrets = [];
        foreach (string pair in (query ?? string.Empty).Split('&'))
        {
            int equals = pair.IndexOf('=');
            if (equals >= 0 && pair.Substring(0, equals) == "header")
            {
                string value = Uri.UnescapeDataString(pair.Substring(equals + 1));
                secrets.AddRange([value, pair.Substring(equals + 1), .. FindInSignedHeaders(value)]);
            }
            else if (equals >= 0 && pair.Length - equals > ShortestSecret && SecretConcealer.IsSecretName(Uri.UnescapeDataString(pair.Substring(0, equals))))
            {
                secrets.Add(pair.Substring(equals + 1));
            }
        }

        return secrets;
    }

    /// <summary>The signed headers that AppSync reads from a subprotocol, whole and one by one; empty for any other subprotocol.</summary>
    public static IEnumerable<string> FindInSubProtocol(string subProtocol)
    {
        const string Prefix = "header-";
        if (!subProtocol.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return [];
        }

        string encoded = subProtocol.Substring(Prefix.Length);
        return [encoded, .. FindInSignedHeaders(encoded)];
    }

    private static List<string> FindInSignedHeaders(string encoded)
    {
        List<string> secrets = [];
        foreach (KeyValuePair<string, string> header in AppSyncFacts.ReadHeaders(encoded) ?? [])
        {
            secrets.AddRange(SecretConcealer.FindInHeader(header.Key, header.Value));
        }

        return secrets;
    }

    /// <summary>The secrets of the signed headers, and the password for the proxy.</summary>
    public static IEnumerable<string> FindInOptions(ConnectionOptions options)
    {
        List<string> secrets = [];
        foreach (KeyValuePair<string, string> header in options.Headers)
        {
            secrets.AddRange(SecretConcealer.FindInHeader(header.Key, header.Value));
        }

        foreach (string subProtocol in options.SubProtocols)
        {
            secrets.AddRange(FindInSubProtocol(subProtocol));
        }

        string login = options.Proxy?.UserInfo ?? string.Empty;
        secrets.Add(login.Substring(login.IndexOf(':') + 1));
        secrets.Add((options.ProxyCredential as NetworkCredential)?.Password ?? string.Empty);
        return secrets.FindAll(static secret => secret.Length >= ShortestSecret);
    }
}
