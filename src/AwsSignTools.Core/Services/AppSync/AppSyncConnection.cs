using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using AwsSignTools.Findings;
using AwsSignTools.Json;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Services.AppSync;

/// <summary>What opens a WebSocket of AppSync: its URL and the subprotocols to ask for, one of which has the signed headers. As text it is the URL.</summary>
public sealed class AppSyncConnection
{
    /// <summary>The message to send first over the open WebSocket, which AppSync answers with <c>connection_ack</c> or <c>connection_error</c>.</summary>
    public const string InitMessage = """{"type":"connection_init"}""";

    /// <summary>The subprotocol of GraphQL's subscriptions.</summary>
    internal const string GraphQLProtocol = "graphql-ws";

    // AWS accepts a signature in headers for five minutes.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly SignedRequest _signed;
    private readonly DateTimeOffset? _credentialEnd;

    internal AppSyncConnection(
        AppSyncConnectionRequest request, string host, SignedRequest signed, AwsCredential credential, IReadOnlyList<Finding> findings)
    {
        Kind = request.FoundKind!.Value;
        Host = host;
        _signed = signed;
        _credentialEnd = credential.Expiration;
        AccessKeyId = credential.AccessKeyId;
        Findings = findings;
        Headers = Merge(host, signed.Headers);
        byte[] json = Write(Headers);
        string protocol = Kind == AppSyncKind.Events ? "aws-appsync-event-ws" : GraphQLProtocol;
        string url = request.FindSocketUrl();
        Url = request.HeaderInUrl ? $"{url}?header={PercentEncoding.Encode(Convert.ToBase64String(json))}&payload=e30=" : url;

        // A list with an indexer of its own, which PowerShell needs.
        SubProtocols = new ReadOnlyCollection<string>(request.HeaderInUrl ? [protocol] : [protocol, "header-" + Encode(json)]);
    }

    /// <summary>The URL of the WebSocket. It has the signed headers only if they were asked for there.</summary>
    public string Url { get; }

    /// <summary>The subprotocols to ask for: that of the API, and the signed headers in base64url. Whoever has the second can connect.</summary>
    public IReadOnlyList<string> SubProtocols { get; }

    /// <summary>The signed headers, host included. They are a part of the subprotocol or the URL, and are not sent as headers.</summary>
    public OrderedDictionary Headers { get; }

    /// <summary>The kind of the API.</summary>
    public AppSyncKind Kind { get; }

    /// <summary>The host that is signed: always that of the API's HTTP endpoint.</summary>
    public string Host { get; }

    /// <summary>The service's SigV4 name.</summary>
    public string Service => _signed.Service;

    /// <summary>The region it was signed for.</summary>
    public string Region => _signed.Region;

    /// <summary>The access key id that signed.</summary>
    public string AccessKeyId { get; }

    /// <summary>When it was signed, in UTC and whole seconds.</summary>
    public DateTimeOffset SignedAt => _signed.SignedAt;

    /// <summary>When the signature ends: five minutes after it was made. A connection that is open stays open.</summary>
    public DateTimeOffset ExpiresAt => SignedAt + Life;

    /// <summary>When it stops working: at <see cref="ExpiresAt"/>, or when a temporary credential ends before that.</summary>
    public DateTimeOffset EffectiveExpiresAt => _credentialEnd is { } end && end < ExpiresAt ? end : ExpiresAt;

    /// <summary>The signature: 64 hexadecimal digits.</summary>
    public string Signature => _signed.Signature;

    /// <summary>The canonical request that was hashed. It has the session token in it.</summary>
    public string CanonicalRequest => _signed.CanonicalRequest;

    /// <summary>The string to sign.</summary>
    public string StringToSign => _signed.StringToSign;

    /// <summary>What is worth knowing of the connection though nothing forbade to sign it; empty for most.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The URL.</summary>
    public override string ToString() => Url;

    // The order of the documentation: host among the first, the signature last.
    private static OrderedDictionary Merge(string host, OrderedDictionary signed)
    {
        OrderedDictionary headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (System.Collections.DictionaryEntry header in signed)
        {
            headers.Add(header.Key, header.Value);
            if (headers.Count == AppSyncConnectionSigner.Headers.Length)
            {
                headers.Add("host", host);
            }
        }

        return headers;
    }

    private static byte[] Write(OrderedDictionary headers)
    {
        JsonObjectWriter writer = new(2048);
        try
        {
            foreach (System.Collections.DictionaryEntry header in headers)
            {
                writer.Write((string)header.Key, (string)header.Value!);
            }

            writer.End();
            return writer.Json.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static string Encode(byte[] bytes)
    {
        byte[] encoded = new byte[(bytes.Length + 2) / 3 * 4];
        int length = Base64Url.Encode(bytes, encoded);
        return Text.FromAscii(encoded.AsSpan(0, length));
    }
}
