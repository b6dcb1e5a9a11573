using System;
using System.Collections.Generic;
using AwsSignTools.Buffers;
using AwsSignTools.Compatibility;
using AwsSignTools.SigV4;

namespace AwsSignTools;

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
        Headers = headers;
        _scope = scope;
        SignedAt = signedAt;
        Signature = signature;
        CanonicalRequest = canonicalRequest;
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>The URL to send it to; its path and query are those that were signed.</summary>
    public string Url { get; }

    /// <summary>The headers to send, those the signer added included; <c>host</c> is left to the HTTP client.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

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
}
