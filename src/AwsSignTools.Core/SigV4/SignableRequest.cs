using System;
using System.Collections.Generic;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>What is to be signed: a request without its signature. Immutable.</summary>
public sealed class SignableRequest
{
    /// <summary>The hash line of an empty body: its SHA-256.</summary>
    public const string EmptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The hash line where the body is not signed.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>The hash line of a request whose body is an event stream signed event by event.</summary>
    public const string EventStreamPayload = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

    /// <summary>The content type of an event stream.</summary>
    public const string EventStreamContentType = "application/vnd.amazon.eventstream";

    /// <summary>Makes a request.</summary>
    /// <param name="method">The HTTP method, such as <c>GET</c>; case counts.</param>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="path">The path as it stands in a URL; empty means <c>/</c>.</param>
    /// <param name="query">The parameters of the query, not encoded.</param>
    /// <param name="headers">The headers to sign besides <c>host</c> and those the signer adds.</param>
    /// <param name="payloadHash">The hash line: lower-case hexadecimal SHA-256 of the body or one of the constants. Default: the empty body.</param>
    /// <exception cref="ArgumentNullException">The method, endpoint or path is null.</exception>
    /// <exception cref="InvalidInputException">
    /// <c>MethodInvalid</c>: the method is no HTTP token; <c>PathInvalid</c>: the path does not begin with a slash; <c>PayloadHashInvalid</c>.
    /// </exception>
    public SignableRequest(
        string method,
        Endpoint endpoint,
        string path,
        IReadOnlyList<QueryParameter>? query = null,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null,
        string payloadHash = EmptyPayloadHash)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(payloadHash);
        if (!HttpToken.IsValid(method))
        {
            throw InvalidInputException.For(
                "MethodInvalid", method, $"{Quoted.Value(method)} is not an HTTP method.", "Give a method such as GET or POST.");
        }

        if (path.Length > 0 && path[0] != '/')
        {
            throw InvalidInputException.For(
                "PathInvalid",
                path,
                $"The path {Quoted.Value(path)} does not begin with a slash; behind a host it would make another host of it.",
                "Begin the path with a slash.");
        }

        if (payloadHash != EmptyPayloadHash && !HttpToken.IsValid(payloadHash))
        {
            throw InvalidInputException.For(
                "PayloadHashInvalid",
                payloadHash,
                $"{Quoted.Value(payloadHash)} is not the hash of a payload.",
                $"Give the SHA-256 of the body in lower-case hexadecimal, or {UnsignedPayload}.");
        }

        Method = method;
        Endpoint = endpoint;
        Path = path.Length == 0 ? "/" : path;
        Query = query ?? [];
        Headers = headers ?? [];
        PayloadHash = payloadHash;
    }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>Where the request goes.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>The path as it stands in a URL, at least <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>The parameters of the query, not encoded, in any order.</summary>
    public IReadOnlyList<QueryParameter> Query { get; }

    /// <summary>The headers to sign besides <c>host</c> and those the signer adds.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The last line of the canonical request.</summary>
    public string PayloadHash { get; }
}
