using System;
using System.Collections.Generic;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>
/// The signature, the session token and the playback token of a URL. Servers repeat what they were sent: S3 the whole canonical request,
/// proxies the URL.
/// </summary>
internal sealed class UrlSecrets
{
    // A shorter value is no token, and would be found in other words.
    private const int ShortestSecret = 8;
    private const string Shown = "***";

    private static readonly string[] Parameters = ["X-Amz-Signature", "X-Amz-Security-Token", "token"];

    private readonly List<string> _values = [];

    public UrlSecrets(string? query)
    {
        foreach (string pair in (query ?? string.Empty).Split('&'))
        {
            int equals = pair.IndexOf('=');
            if (equals < 0 || !IsSecret(pair.Substring(0, equals)))
            {
                continue;
            }

            string value = pair.Substring(equals + 1);
            string decoded = Uri.UnescapeDataString(value);
            string encoded = Uri.EscapeDataString(decoded);
            Add(value);
            Add(decoded);
            Add(encoded);
            Add(Uri.EscapeDataString(encoded));
            Add(decoded.Replace("/", "\\/"));
        }

        // The longest first: one may be within another.
        _values.Sort(static (left, right) => right.Length.CompareTo(left.Length));
    }

    /// <summary>The text with asterisks in their place.</summary>
    public string Hide(string text)
    {
        foreach (string value in _values)
        {
            text = text.Replace(value, Shown);
        }

        return text;
    }

    private static bool IsSecret(string name)
    {
        string decoded = Uri.UnescapeDataString(name);
        foreach (string parameter in Parameters)
        {
            if (parameter.Equals(decoded, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string value)
    {
        if (value.Length >= ShortestSecret && !_values.Contains(value))
        {
            _values.Add(value);
        }
    }
}
