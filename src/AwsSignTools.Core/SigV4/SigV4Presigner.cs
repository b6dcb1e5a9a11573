using System;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.SigV4;

/// <summary>
/// Signs a request by its query, so that the URL alone is enough to send it (SigV4, "Authenticating requests: using query
/// parameters"). Safe to use from several threads.
/// </summary>
public sealed class SigV4Presigner
{
    /// <summary>The longest life of a presigned URL: seven days, the life of its signing key.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(604_800);

    private readonly string _service;
    private readonly SignerSettings _settings;

    /// <summary>Makes a presigner for a service.</summary>
    /// <param name="service">The service's SigV4 name, such as <c>kinesisvideo</c>.</param>
    /// <param name="settings">How the service wants its requests signed; null for <see cref="SignerSettings.Default"/>.</param>
    public SigV4Presigner(string service, SignerSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        _service = service;
        _settings = settings ?? SignerSettings.Default;
    }

    /// <summary>Signs a URL.</summary>
    /// <param name="request">The request.</param>
    /// <param name="credential">The credential to sign with.</param>
    /// <param name="region">The region of the endpoint.</param>
    /// <param name="signingTime">The time of the signature; truncated to seconds.</param>
    /// <param name="expiresIn">How long the URL is valid: 1 to 604,800 seconds; a fraction of a second is dropped.</param>
    /// <returns>The URL and its parts.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidInputException">
    /// <c>ExpiresOutOfRange</c>, <c>UrlAlreadySigned</c>, <c>UriEscapeInvalid</c>, <c>PathInvalid</c>, <c>HeaderInvalid</c>, <c>RegionInvalid</c> or <c>ServiceInvalid</c>.
    /// </exception>
    public SignedUrl Presign(
        SignableRequest request, AwsCredential credential, string region, DateTimeOffset signingTime, TimeSpan expiresIn) =>
        PresignCore(request, credential, region, signingTime, expiresIn, omitsExpiry: false);

    /// <inheritdoc cref="Presign"/>
    /// <param name="request">What is signed.</param>
    /// <param name="credential">The credential.</param>
    /// <param name="region">The region of the endpoint.</param>
    /// <param name="signingTime">The time of the signature; truncated to seconds.</param>
    /// <param name="expiresIn">How long the URL is valid.</param>
    /// <param name="omitsExpiry">True for a URL that does not say how long it is valid.</param>
    internal SignedUrl PresignCore(
        SignableRequest request, AwsCredential credential, string region, DateTimeOffset signingTime, TimeSpan expiresIn, bool omitsExpiry)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(credential);
        DateTimeOffset signedAt = AmzDate.Truncate(signingTime);
        int seconds = CheckExpiry(expiresIn, signedAt);
        CheckUnsigned(request);
        CredentialScope scope = new(signedAt, region, _service);
        CanonicalHeaders headers = new(request.Endpoint.HostHeader, request.Headers);
        string urlPath = CanonicalPath.ForUrl(request.Path, _settings.PathEncoding);
        string canonicalPath = CanonicalPath.ForSigning(urlPath, _settings);

        CanonicalQuery query = new(1024, stackalloc CanonicalQuery.Parameter[16]);
        ByteWriter canonical = new(2048);
        ByteWriter url = new(2048);
        Span<byte> signature = stackalloc byte[PlatformCrypto.Sha256Length];
        try
        {
            FillQuery(ref query, request, credential, scope, signedAt, omitsExpiry ? null : seconds, headers.SignedHeaders);
            CanonicalRequest.WriteStart(ref canonical, request.Method, canonicalPath);
            int start = canonical.Length;
            query.WriteTo(ref canonical);
            int length = canonical.Length - start;
            CanonicalRequest.WriteEnd(ref canonical, headers, request.PayloadHash);
            RequestSignature.Compute(credential, scope, signedAt, canonical.Written, signature);

            url.WriteUtf8(request.Endpoint.Scheme.AsSpan());
            url.Write("://"u8);
            url.WriteUtf8(request.Endpoint.HostHeader.AsSpan());
            url.WriteUtf8(urlPath.AsSpan());
            url.Write((byte)'?');
            int queryStart = url.Length;
            url.Write(canonical.Written.Slice(start, length));
            url.Write(SigningParameter.Utf8.AppendedSignature);
            url.WriteHex(signature);
            if (credential.SessionToken is { } token && _settings.SessionTokenMode == SessionTokenMode.Appended)
            {
                url.Write(SigningParameter.Utf8.AppendedSecurityToken);
                PercentEncoding.Write(ref url, token.AsSpan());
            }

            return new SignedUrl(
                Text.FromAscii(url.Written), queryStart, length, request, scope, signedAt, seconds, credential.Expiration)
            {
                CanonicalPath = canonicalPath,
                Settings = _settings,
            };
        }
        finally
        {
            query.Dispose();
            canonical.Dispose();
            url.Dispose();
        }
    }

    private static int CheckExpiry(TimeSpan expiresIn, DateTimeOffset signedAt)
    {
        long seconds = expiresIn.Ticks / TimeSpan.TicksPerSecond;
        string? reason = seconds is < 1 or > 604_800 ? "SigV4 allows 1 to 604800 seconds (7 days)"
            : expiresIn > DateTimeOffset.MaxValue - signedAt ? $"signed at {AmzDate.Format(signedAt)}, it would end beyond the year 9999"
            : null;
        return reason is null
            ? (int)seconds
            : throw InvalidInputException.For(
                "ExpiresOutOfRange",
                expiresIn,
                $"A presigned URL cannot expire in {expiresIn:c} (days.hours:minutes:seconds): {reason}.",
                "Give a number of seconds from 1 to 604800, or a TimeSpan of that length, and a valid signing time.",
                category: FindingCategory.LimitsExceeded);
    }

    /// <summary>Refuses a query that has a parameter which the presigner adds.</summary>
    /// <exception cref="InvalidInputException"><c>UrlAlreadySigned</c>.</exception>
    internal static void CheckUnsigned(SignableRequest request)
    {
        for (int i = 0; i < request.Query.Count; i++)
        {
            string name = request.Query[i].Name;
            if (SigningParameter.IsOne(name))
            {
                throw name == SigningParameter.Expires && !IsSigned(request)
                    ? InvalidInputException.For(
                        "UrlExpiryGiven",
                        name,
                        $"The URL has the parameter {Quoted.Value(name)}, which the signer adds itself.",
                        "Leave it out of the URL, and give its seconds as -ExpiresIn.")
                    : InvalidInputException.For(
                        "UrlAlreadySigned",
                        name,
                        $"The URL already has the parameter {Quoted.Value(name)}, which the signer adds itself: it was signed before.",
                        "Give the URL without its X-Amz- signing parameters.");
            }
        }
    }

    private static bool IsSigned(SignableRequest request)
    {
        foreach (QueryParameter parameter in request.Query)
        {
            if (SigningParameter.Find(parameter.Name) is SigningParameter.Signature or SigningParameter.Credential)
            {
                return true;
            }
        }

        return false;
    }

    private void FillQuery(
        ref CanonicalQuery query,
        SignableRequest request,
        AwsCredential credential,
        CredentialScope scope,
        DateTimeOffset signedAt,
        int? seconds,
        string signedHeaders)
    {
        query.Begin(SigningParameter.Utf8.Algorithm);
        query.Text.Write(StringToSign.RequestAlgorithm);
        query.End();

        query.Begin(SigningParameter.Utf8.Credential);
        query.Text.WriteUtf8(credential.AccessKeyId.AsSpan());
        query.Text.Write("%2F"u8);
        scope.Write(ref query.Text, "%2F"u8);
        query.End();

        query.Begin(SigningParameter.Utf8.Date);
        AmzDate.WriteDateTime(ref query.Text, signedAt);
        query.End();

        if (seconds is { } life)
        {
            query.Begin(SigningParameter.Utf8.Expires);
            query.Text.WriteDecimal(life);
            query.End();
        }

        if (credential.SessionToken is { } token && _settings.SessionTokenMode == SessionTokenMode.InSignature)
        {
            query.Begin(SigningParameter.Utf8.SecurityToken);
            PercentEncoding.Write(ref query.Text, token.AsSpan());
            query.End();
        }

        query.Begin(SigningParameter.Utf8.SignedHeaders);
        PercentEncoding.Write(ref query.Text, signedHeaders.AsSpan());
        query.End();

        for (int i = 0; i < request.Query.Count; i++)
        {
            query.Add(request.Query[i].Name, request.Query[i].Value);
        }
    }
}
