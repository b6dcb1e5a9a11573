using System;
using System.Collections.Generic;
using System.Text;
using AwsSignTools.Json;
using AwsSignTools.Platform;
using AwsSignTools.Services.AppSync;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The signed headers with which a WebSocket of AppSync is opened, as far as they can be read, and the time to evaluate them at.</summary>
internal sealed class AppSyncFacts
{
    /// <summary>AWS accepts a signature in headers for five minutes.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private const int ScopeParts = 5;

    /// <summary>Reads the headers.</summary>
    /// <param name="socket">The URL of the WebSocket.</param>
    /// <param name="headers">The headers; null if they cannot be read.</param>
    /// <param name="now">The time to evaluate at.</param>
    public AppSyncFacts(RequestUri socket, IReadOnlyList<KeyValuePair<string, string>>? headers, DateTimeOffset now)
    {
        Socket = socket;
        Headers = headers;
        Now = now;
        string[] parts = PartOf("Credential").Split('/');
        if (parts.Length == ScopeParts)
        {
            AccessKeyId = parts[0];
            Region = parts[2];
            Service = parts[3];
        }

        Day = parts.Length == ScopeParts ? parts[1] : string.Empty;
        Scope = parts.Length == ScopeParts ? string.Join("/", parts, 1, ScopeParts - 1) : string.Empty;
        SignedHeaders = PartOf("SignedHeaders").Split(';');
        Signature = PartOf("Signature");
        Date = Find("x-amz-date") ?? string.Empty;
        SignedAt = AmzDate.TryParse(Date, out DateTimeOffset date) ? date : null;
    }

    /// <summary>The URL of the WebSocket.</summary>
    public RequestUri Socket { get; }

    /// <summary>The headers; null if they cannot be read.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Headers { get; }

    /// <summary>The time to evaluate at.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The access key id that signed; null if it cannot be read.</summary>
    public string? AccessKeyId { get; }

    /// <summary>The day of the scope.</summary>
    public string Day { get; }

    /// <summary>The region of the scope; null if it cannot be read.</summary>
    public string? Region { get; }

    /// <summary>The service of the scope; null if it cannot be read.</summary>
    public string? Service { get; }

    /// <summary>Everything after the access key id.</summary>
    public string Scope { get; }

    /// <summary>The names of the signed headers.</summary>
    public string[] SignedHeaders { get; }

    /// <summary>The signature as it stands there.</summary>
    public string Signature { get; }

    /// <summary>The date as it stands there.</summary>
    public string Date { get; }

    /// <summary>When it was signed; null if the date cannot be read.</summary>
    public DateTimeOffset? SignedAt { get; }

    /// <summary>The signed host; null if there is none.</summary>
    public string? Host => Find("host");

    /// <summary>True if the headers are those of a signature of SigV4.</summary>
    public bool IsSigned => AccessKeyId is not null && SignedAt is not null && SignatureRules.IsSignature(Signature) && Host is not null;

    /// <summary>The path that must be signed.</summary>
    public string RightPath => Socket.Path.StartsWith(AppSyncConnectionRequest.EventPath, StringComparison.Ordinal)
        ? AppSyncConnectionRequest.EventPath
        : AppSyncConnectionRequest.GraphQLPath + "/connect";

    /// <summary>True for the URL of an AppSync WebSocket that has the headers in its query. A domain name of one's own does not tell, but both parameters do.</summary>
    public static bool HasHeaders(InspectedUrl url) =>
        url.Value("header") is not null
        && (IsSocket(url) || (IsWebSocket(url) && url.Value("payload") is not null && url.Value(SigningParameter.Signature) is null));

    /// <summary>True for a WebSocket at a host of AppSync's own.</summary>
    public static bool IsSocket(InspectedUrl url) => IsWebSocket(url) && AppSyncConnectionRequest.IsApiHost(url.Host);

    /// <summary>Reads the headers of a URL's query: JSON in base64 or base64url.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? ReadHeaders(string encoded)
    {
        byte[]? bytes = Base64Url.Decode(encoded.AsSpan().TrimEnd('='));
        JsonValue? json = bytes is null ? null : new JsonReader(Encoding.UTF8.GetString(bytes).AsSpan(), 2).TryRead();
        if (json?.Kind != JsonKind.Object)
        {
            return null;
        }

        List<KeyValuePair<string, string>> headers = [];
        foreach (JsonMember member in json.Members)
        {
            if (!IsLine(member.Name) || !IsLine(member.Value.Text))
            {
                return null;
            }

            headers.Add(new(member.Name, member.Value.Text));
        }

        return headers;
    }

    // Anything else cannot be signed.
    private static bool IsLine(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                return false;
            }
        }

        return Platform.Text.IsUnicode(text);
    }

    /// <summary>The value of a header; null if there is none.</summary>
    public string? Find(string name)
    {
        foreach (KeyValuePair<string, string> header in Headers ?? [])
        {
            if (string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    /// <summary>What AppSync computes the signature over; null if a signed header is missing.</summary>
    public SignedForm? Expect()
    {
        List<KeyValuePair<string, string>> signed = [];
        foreach (string name in SignedHeaders)
        {
            if (Find(name) is not { } value)
            {
                return null;
            }

            if (name != "host")
            {
                signed.Add(new(name, value));
            }
        }

        return new SignedForm
        {
            Method = "POST",
            Path = RightPath,
            Host = Host!,
            Headers = signed,
            PayloadHash = PayloadHash.Of("{}"u8),
            Date = Date,
            Scope = Scope,
            KeyDate = Day,
            KeyRegion = Region!,
            KeyService = Service!,
        };
    }

    private static bool IsWebSocket(InspectedUrl url) => url.Uri.Endpoint.Scheme is "wss" or "ws";

    // AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…
    private string PartOf(string name)
    {
        const string Algorithm = "AWS4-HMAC-SHA256 ";
        string authorization = Find("authorization") ?? string.Empty;
        if (authorization.StartsWith(Algorithm, StringComparison.Ordinal))
        {
            foreach (string part in authorization.Substring(Algorithm.Length).Split(','))
            {
                string text = part.Trim();
                if (text.StartsWith(name + "=", StringComparison.Ordinal))
                {
                    return text.Substring(name.Length + 1);
                }
            }
        }

        return string.Empty;
    }
}
