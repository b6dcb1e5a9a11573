using System;
using System.Collections.Generic;
using System.Globalization;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Aws;

/// <summary>A request to an API of AWS, before it is signed.</summary>
internal sealed class AwsRequest
{
    private readonly List<string> _sentSecrets = [];

    /// <summary>The API.</summary>
    public required AwsApi Api { get; init; }

    /// <summary>Where the API is asked.</summary>
    public required ServiceEndpoint Endpoint { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The path below the endpoint, as it stands in a URL. Empty for an endpoint whose URL is that of the resource.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The parameters of the query, not encoded.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>The headers, <c>Content-Type</c> included; those of a signature are added.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Who signs; null for a request that is not signed.</summary>
    public AwsCredential? Credential { get; init; }

    /// <summary>Texts that no message may show, besides the credential's; null ones are skipped.</summary>
    public IReadOnlyList<string?> Secrets { get; init; } = [];

    /// <summary>The longest answer that is read, in bytes.</summary>
    public int MaxAnswerBytes { get; init; } = 256 * 1024;

    /// <summary>True for a service beside this machine, which no proxy is asked for.</summary>
    public bool IsLocal { get; init; }

    /// <summary>A request in the Query protocol: a form that the answer's XML answers.</summary>
    /// <param name="api">The API.</param>
    /// <param name="endpoint">Where it is asked.</param>
    /// <param name="credential">Who signs; null for a request that is not signed.</param>
    /// <param name="secrets">Texts that no message may show.</param>
    /// <param name="parameters">The form's parameters, the action and version included; those without a value are left out.</param>
    public static AwsRequest ForQuery(
        AwsApi api, ServiceEndpoint endpoint, AwsCredential? credential, IReadOnlyList<string?> secrets, params (string Name, string? Value)[] parameters)
    {
        ByteWriter form = new(1024);
        try
        {
            foreach ((string name, string? value) in parameters)
            {
                if (value is not null)
                {
                    if (form.Length > 0)
                    {
                        form.Write((byte)'&');
                    }

                    PercentEncoding.Write(ref form, name.AsSpan());
                    form.Write((byte)'=');
                    PercentEncoding.Write(ref form, value.AsSpan());
                }
            }

            return new AwsRequest
            {
                Api = api,
                Endpoint = endpoint,
                Headers = [new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
                Body = form.Written.ToArray(),
                Credential = credential,
                Secrets = secrets,
            };
        }
        finally
        {
            form.Dispose();
        }
    }

    /// <summary>Notes a text that was sent and that no message may show, such as a signature.</summary>
    public void AddSecret(string secret) => _sentSecrets.Add(secret);

    /// <summary>A text on one line, not too long, and without the request's secrets.</summary>
    public string Clean(string text)
    {
        const int MaxLength = 400;
        List<string?> secrets = [.. Secrets, .. _sentSecrets, Credential?.RevealSecret(), Credential?.SessionToken];
        foreach (KeyValuePair<string, string> header in Headers)
        {
            secrets.AddRange(SecretConcealer.FindInHeader(header.Key, header.Value));
        }

        text = new SecretConcealer(secrets).Hide(text).Replace('\r', ' ').Replace('\n', ' ').Trim();
        return Quoted.OneLine(text, MaxLength) + (text.Length > MaxLength ? "…" : string.Empty);
    }

    /// <summary>The method, and the path below the endpoint.</summary>
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>What a service answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body as text; empty for that of an error that is longer than the request allows.</param>
/// <param name="ErrorType">The header <c>x-amzn-ErrorType</c>, or null.</param>
/// <param name="RetryAfter">How long the service asks to wait before the next attempt, or null.</param>
/// <param name="ClockOffset">How far the service's clock is ahead of this machine's; null if it did not report its time.</param>
internal sealed record AwsAnswer(int Status, string Body, string? ErrorType, TimeSpan? RetryAfter, TimeSpan? ClockOffset)
{
    /// <summary>True for a status from 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The status as messages show it.</summary>
    public string StatusText => "it answered " + Status.ToString(CultureInfo.InvariantCulture);

    /// <summary>Only the status: the body may hold a credential.</summary>
    public override string ToString() => StatusText;
}
