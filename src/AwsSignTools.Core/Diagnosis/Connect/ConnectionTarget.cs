using System;
using System.Collections.Generic;
using AwsSignTools.Aws;
using AwsSignTools.Diagnosis.Inspect;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The URL of a test, as it is sent.</summary>
internal sealed class ConnectionTarget
{
    private ConnectionTarget(RequestUri parts, string sent)
    {
        Endpoint = parts.Endpoint;
        Uri = ExactUri.Create(sent, out bool isExact);
        IsExact = isExact;
        Secrets = new UrlSecrets(parts.Query);
        Service = AwsServices.Get(new InspectedUrl(parts, default).Service ?? string.Empty);
    }

    /// <summary>The scheme, host and port.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The URL for the platform's HTTP.</summary>
    public Uri Uri { get; }

    /// <summary>False if this platform sends other characters than those of the URL.</summary>
    public bool IsExact { get; }

    /// <summary>What must not be shown.</summary>
    public UrlSecrets Secrets { get; }

    /// <summary>The service that the URL is signed for; one with the defaults if its scope cannot be read.</summary>
    public AwsService Service { get; }

    /// <summary>True for ws and wss.</summary>
    public bool IsWebSocket => Endpoint.Scheme is "wss" or "ws";

    /// <summary>Reads a URL.</summary>
    /// <exception cref="Findings.InvalidInputException"><c>EndpointInvalid</c>: the text is not a URL.</exception>
    /// <exception cref="UriFormatException">The platform does not support such a URL.</exception>
    public static ConnectionTarget Parse(string url)
    {
        RequestUri parts = RequestUri.Parse(url);
        string path = parts.Path.Length == 0 ? "/" : parts.Path;
        return new ConnectionTarget(parts, parts.Query is null ? $"{parts.Endpoint}{path}" : $"{parts.Endpoint}{path}?{parts.Query}");
    }
}

/// <summary>
/// The signature, the session token and the playback token of a URL. Servers repeat what they receive: S3 the whole canonical request,
/// proxies the URL.
/// </summary>
internal sealed class UrlSecrets
{
    // A shorter value is not a token, and would be found in other words.
    private const int ShortestSecret = 8;
    private const string Mask = "***";

    private static readonly string[] Parameters = [SigningParameter.Signature, SigningParameter.SecurityToken, "token"];

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

    /// <summary>The text with asterisks in place of each of them.</summary>
    public string Hide(string text)
    {
        foreach (string value in _values)
        {
            text = text.Replace(value, Mask);
        }

        return text;
    }

    private static bool IsSecret(string name)
    {
        string decoded = Uri.UnescapeDataString(name);
        return Array.Exists(Parameters, parameter => parameter.Equals(decoded, StringComparison.OrdinalIgnoreCase));
    }

    private void Add(string value)
    {
        if (value.Length >= ShortestSecret && !_values.Contains(value))
        {
            _values.Add(value);
        }
    }
}
