using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>A request signed by its <c>Authorization</c> header, and what the signature was made of.</summary>
public sealed class SignedRequest
{
    private readonly CredentialScope _scope;

    internal SignedRequest(
        string method,
        string url,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        CredentialScope scope,
        DateTimeOffset signedAt,
        string signature,
        string canonicalRequest)
    {
        Method = method;
        Url = url;
        Headers = Lines(headers);
        _scope = scope;
        SignedAt = signedAt;
        Signature = signature;
        CanonicalRequest = canonicalRequest;
    }

    private SignedRequest(SignedRequest other)
    {
        Method = other.Method;
        Url = other.Url;
        Headers = other.Headers;
        _scope = other._scope;
        SignedAt = other.SignedAt;
        Signature = other.Signature;
        CanonicalRequest = other.CanonicalRequest;
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The URL to send it to; its path and query are those that were signed.</summary>
    public string Url { get; }

    /// <summary>
    /// The headers to send by name, whose case does not count, those the signer added included; <c>host</c> is left to the HTTP client. Taken by
    /// Invoke-WebRequest's -Headers as it is, with -SkipHeaderValidation: .NET holds the Authorization header of SigV4 for invalid, and HttpClient
    /// takes it by TryAddWithoutValidation alone.
    /// </summary>
    public OrderedDictionary Headers { get; }

    /// <summary>The body that was signed, to be sent as it is; null if it was not given.</summary>
    public byte[]? Body { get; private init; }

    /// <summary>The service's SigV4 name.</summary>
    public string Service => _scope.Service;

    /// <summary>The region it was signed for.</summary>
    public string Region => _scope.Region;

    /// <summary>When it was signed, in UTC and whole seconds.</summary>
    public DateTimeOffset SignedAt { get; }

    /// <summary>The signature: 64 hexadecimal digits; the seed of an event stream.</summary>
    public string Signature { get; }

    /// <summary>The canonical request that was hashed.</summary>
    public string CanonicalRequest { get; }

    /// <summary>The request and its body, which was signed by its hash.</summary>
    /// <param name="body">The body; null for none.</param>
    public SignedRequest WithBody(byte[]? body) => body is null ? this : new SignedRequest(this) { Body = body };

    /// <summary>The method and the URL; nothing of the headers, which may have a session token.</summary>
    public override string ToString() => $"{Method} {Url}";

    /// <summary>The string to sign, made again on demand.</summary>
    public string StringToSign
    {
        get
        {
            ByteWriter writer = new(256);
            try
            {
                SigV4.StringToSign.WriteForRequest(ref writer, SignedAt, _scope, Text.StrictUtf8.GetBytes(CanonicalRequest));
                return Text.FromUtf8(writer.Written);
            }
            finally
            {
                writer.Dispose();
            }
        }
    }

    /// <summary>Headers by name: values of one name are one line, as they are signed; no value is an empty one.</summary>
    internal static OrderedDictionary Lines(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        OrderedDictionary lines = new(headers.Count, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, List<string>>? several = null;
        foreach (KeyValuePair<string, string> header in headers)
        {
            string value = header.Value ?? string.Empty;
            if (lines[header.Key] is not string first)
            {
                lines[header.Key] = value;
                continue;
            }

            // Joined at the end: a line that grows by each value would be copied for each.
            several ??= new(StringComparer.OrdinalIgnoreCase);
            if (!several.TryGetValue(header.Key, out List<string>? values))
            {
                several.Add(header.Key, values = [first]);
            }

            values.Add(value);
        }

        foreach (KeyValuePair<string, List<string>> line in several ?? [])
        {
            lines[line.Key] = string.Join(",", line.Value);
        }

        return lines;
    }
}
