using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AwsSignTools.Aws;
using AwsSignTools.SigV4;

namespace AwsSignTools.Diagnosis.Inspect;

/// <summary>The parts of a presigned URL, as far as they can be read, and the time to evaluate them at.</summary>
internal sealed class InspectedUrl
{
    private const int ScopeParts = 4;

    private readonly TimeSpan? _acceptedFor;

    /// <summary>Reads the parts of a URL.</summary>
    public InspectedUrl(RequestUri uri, DateTimeOffset now)
    {
        Uri = uri;
        Now = now;
        Query = Split(uri.Query ?? string.Empty);
        ReadCredential(Value(SigningParameter.Credential));
        AwsService service = AwsServices.Get(Service ?? string.Empty);
        if (service.UnsignedParameter is { } unsigned)
        {
            Query = [.. Query.Where(part => part.Name != unsigned)];
        }

        SignedAt = AmzDate.TryParse(Value(SigningParameter.Date), out DateTimeOffset date) ? date : null;
        Seconds = ReadSeconds(Value(SigningParameter.Expires));
        _acceptedFor = service.AuthToken is { NameHeader: { } header } token && Value(SigningParameter.SignedHeaders)?.Split(';').Contains(header) == true
            ? token.AcceptedFor
            : null;
        Host = uri.Endpoint.Host;
    }

    /// <summary>The URL's endpoint, path and query as they stand.</summary>
    public RequestUri Uri { get; }

    /// <summary>The time to evaluate at.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The host, in lower case.</summary>
    public string Host { get; }

    /// <summary>The parameters in the order of the URL, except one that the service's clients add after signing.</summary>
    public IReadOnlyList<QueryPart> Query { get; }

    /// <summary>The access key id that signed; null if the credential cannot be read.</summary>
    public string? AccessKeyId { get; private set; }

    /// <summary>The scope as it stands in the credential: everything after the access key id.</summary>
    public string Scope { get; private set; } = string.Empty;

    /// <summary>The day of the scope.</summary>
    public string? ScopeDate { get; private set; }

    /// <summary>The region of the scope.</summary>
    public string? Region { get; private set; }

    /// <summary>The service of the scope.</summary>
    public string? Service { get; private set; }

    /// <summary>The end of the scope, <c>aws4_request</c> if all is well.</summary>
    public string? ScopeTerminator { get; private set; }

    /// <summary>When it was signed; null if the date cannot be read.</summary>
    public DateTimeOffset? SignedAt { get; }

    /// <summary>How long it is valid, in seconds; null if that cannot be read.</summary>
    public long? Seconds { get; }

    /// <summary>When it expires; null if that cannot be read.</summary>
    public DateTimeOffset? ExpiresAt =>
        SignedAt is { } date && _acceptedFor is { } life && life < DateTimeOffset.MaxValue - date ? date + life
        : SignedAt is { } signedAt && Seconds is { } seconds && seconds <= (DateTimeOffset.MaxValue - signedAt).TotalSeconds ? signedAt.AddSeconds(seconds) : null;

    /// <summary>The session token; null if there is none.</summary>
    public string? SessionToken => Value(SigningParameter.SecurityToken);

    /// <summary>What the services' rules check; null if the service cannot be read.</summary>
    public UrlFacts? Facts => Service is { Length: > 0 } service
        ? new UrlFacts(Uri, Uri.Endpoint, AwsServices.Get(service), Region, Seconds is > 0 and <= 604_800 ? TimeSpan.FromSeconds(Seconds.Value) : null, OwnQuery())
        : null;

    /// <summary>The value of the first parameter of a name; null if there is none.</summary>
    public string? Value(string name)
    {
        foreach (QueryPart part in Query)
        {
            if (part.Name == name)
            {
                return part.Value;
            }
        }

        return null;
    }

    /// <summary>The decoded parameters, without the signer's own.</summary>
    private List<QueryParameter> OwnQuery()
    {
        List<QueryParameter> own = [];
        foreach (QueryPart part in Query)
        {
            if (!part.IsSigning)
            {
                own.Add(new QueryParameter(part.Name, part.Value));
            }
        }

        return own;
    }

    private static List<QueryPart> Split(string query)
    {
        List<QueryPart> parts = [];
        foreach (string raw in query.Split('&'))
        {
            if (raw.Length > 0)
            {
                parts.Add(new QueryPart(raw));
            }
        }

        return parts;
    }

    private void ReadCredential(string? text)
    {
        // From the end: the scope has four parts, even if the id has slashes.
        string[] parts = text?.Split('/') ?? [];
        if (parts.Length <= ScopeParts)
        {
            return;
        }

        int scope = parts.Length - ScopeParts;
        AccessKeyId = string.Join("/", parts, 0, scope);
        ScopeDate = parts[scope];
        Region = parts[scope + 1];
        Service = parts[scope + 2];
        ScopeTerminator = parts[scope + 3];
        Scope = string.Join("/", parts, scope, ScopeParts);
    }

    private static long? ReadSeconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds : null;
}
