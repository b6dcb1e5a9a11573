using System;
using System.Collections.Generic;
using System.Globalization;

namespace AwsSignTools.Connection;

/// <summary>What the query of a signed URL tells of it. One that is malformed tells less; nothing is refused here.</summary>
internal sealed class SignedQuery
{
    private const int ScopeParts = 5;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private SignedQuery(string? query)
    {
        foreach (string pair in (query ?? string.Empty).Split('&'))
        {
            int equals = pair.IndexOf('=');
            if (equals > 0)
            {
                _values[Uri.UnescapeDataString(pair.Substring(0, equals))] = Uri.UnescapeDataString(pair.Substring(equals + 1));
            }
        }

        string[] scope = (this["X-Amz-Credential"] ?? string.Empty).Split('/');
        if (scope.Length == ScopeParts)
        {
            AccessKeyId = scope[0];
            Region = scope[2];
            Service = scope[3];
        }

        if (DateTimeOffset.TryParseExact(
            this["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            SignedAt = date;
            if (int.TryParse(this["X-Amz-Expires"], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && date.Year < 9000)
            {
                ExpiresAt = date.AddSeconds(seconds);
            }
        }
    }

    /// <summary>The access key id of the credential parameter.</summary>
    public string? AccessKeyId { get; }

    /// <summary>The region of the credential parameter.</summary>
    public string? Region { get; }

    /// <summary>The service of the credential parameter.</summary>
    public string? Service { get; }

    /// <summary>When it was signed.</summary>
    public DateTimeOffset? SignedAt { get; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>A parameter, decoded; null where it is missing.</summary>
    public string? this[string name] => _values.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Reads a query, without its question mark.</summary>
    public static SignedQuery Read(string? query) => new(query);
}
