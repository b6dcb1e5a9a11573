using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>A presigned URL and its parts. As text it is the URL.</summary>
public sealed class SignedUrl
{
    // Sixty-four digits after this name; the signature stands last but for an unsigned session token.
    private const string SignatureParameter = "&" + SigningParameter.Signature + "=";

    private const long NoEnd = long.MaxValue;

    // Ticks and seconds, and not the structs they stand for: a bulk job keeps many of these.
    private readonly int _queryStart;
    private readonly int _queryLength;
    private readonly int _seconds;
    private readonly long _signedAtTicks;
    private readonly long _credentialEndTicks;
    private readonly SignableRequest _request;

    internal SignedUrl(
        string url,
        int queryStart,
        int queryLength,
        SignableRequest request,
        CredentialScope scope,
        DateTimeOffset signedAt,
        int seconds,
        DateTimeOffset? credentialExpiration)
    {
        Url = url;
        _queryStart = queryStart;
        _queryLength = queryLength;
        _request = request;
        Region = scope.Region;
        Service = scope.Service;
        _signedAtTicks = signedAt.UtcTicks;
        _seconds = seconds;
        _credentialEndTicks = credentialExpiration?.UtcTicks ?? NoEnd;
    }

    /// <summary>The signed URL, exactly as it must be sent.</summary>
    public string Url { get; }

    /// <summary>The HTTP method that was signed: the only one that the URL is good for.</summary>
    public string Method => _request.Method;

    /// <summary>
    /// The headers to send with it, by name, whose case does not count; empty for most. <c>host</c> is left to the client. Taken by Invoke-WebRequest's
    /// -Headers as they are.
    /// </summary>
    public OrderedDictionary Headers => SignedRequest.Lines(HeadersToSend ?? _request.Headers);

    /// <summary>The service's SigV4 name.</summary>
    public string Service { get; }

    /// <summary>The region it was signed for.</summary>
    public string Region { get; }

    /// <summary>When it was signed, in UTC and whole seconds.</summary>
    public DateTimeOffset SignedAt => new(_signedAtTicks, TimeSpan.Zero);

    /// <summary>When the URL's own life ends.</summary>
    public DateTimeOffset ExpiresAt => SignedAt.AddSeconds(_seconds);

    /// <summary>When it stops working: at <see cref="ExpiresAt"/>; or before, when a temporary credential ends, or when its service no longer accepts it.</summary>
    public DateTimeOffset EffectiveExpiresAt
    {
        get
        {
            DateTimeOffset end = UsableFor is { } usable && SignedAt + usable < ExpiresAt ? SignedAt + usable : ExpiresAt;
            return _credentialEndTicks < end.UtcTicks ? new DateTimeOffset(_credentialEndTicks, TimeSpan.Zero) : end;
        }
    }

    /// <summary>When the temporary credential ends that signed; null if that is not known.</summary>
    internal DateTimeOffset? CredentialEnd => _credentialEndTicks == NoEnd ? null : new DateTimeOffset(_credentialEndTicks, TimeSpan.Zero);

    /// <summary>The signature: 64 hexadecimal digits.</summary>
    public string Signature => Url.Substring(_queryStart + _queryLength + SignatureParameter.Length, PlatformCrypto.Sha256Length * 2);

    /// <summary>The canonical request that was hashed, made again on demand.</summary>
    public string CanonicalRequest => WithCanonicalRequest(static (canonical, _) => Text.FromUtf8(canonical));

    /// <summary>The string to sign, made again on demand.</summary>
    public string StringToSign => WithCanonicalRequest(static (canonical, url) =>
    {
        ByteWriter writer = new(256);
        try
        {
            SigV4.StringToSign.WriteForRequest(ref writer, url.SignedAt, new CredentialScope(url.SignedAt, url.Region, url.Service), canonical);
            return Text.FromUtf8(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    });

    /// <summary>What is worth knowing of the URL though nothing forbade to sign it; empty for most.</summary>
    public IReadOnlyList<Finding> Findings { get; internal set; } = [];

    /// <summary>What was signed.</summary>
    internal SignableRequest Request => _request;

    /// <summary>The headers to send where they are more than those that are signed.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>>? HeadersToSend { get; set; }

    internal string CanonicalPath { get; init; } = "/";

    /// <summary>How long its service accepts it, whatever it says; null for as long as it says.</summary>
    internal TimeSpan? UsableFor { get; set; }

    /// <summary>How it was signed.</summary>
    internal SignerSettings? Settings { get; init; }

    private delegate string CanonicalRequestReader(ReadOnlySpan<byte> canonicalRequest, SignedUrl url);

    /// <summary>The URL.</summary>
    public override string ToString() => Url;

    private string WithCanonicalRequest(CanonicalRequestReader read)
    {
        // The query of the URL, up to the signature, is the canonical query to the letter.
        ByteWriter writer = new(Url.Length + 256);
        try
        {
            SigV4.CanonicalRequest.WriteStart(ref writer, _request.Method, CanonicalPath);
            writer.WriteUtf8(Url.AsSpan(_queryStart, _queryLength));
            SigV4.CanonicalRequest.WriteEnd(
                ref writer, new CanonicalHeaders(_request.Endpoint.HostHeader, _request.Headers), _request.PayloadHash);
            return read(writer.Written, this);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
