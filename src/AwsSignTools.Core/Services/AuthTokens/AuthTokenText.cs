using System;
using System.Globalization;
using System.Text;
using AwsSignTools.Aws;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;
using Text = AwsSignTools.Platform.Text;

namespace AwsSignTools.Services.AuthTokens;

/// <summary>How a presigned URL is written as a token.</summary>
internal enum AuthTokenShape
{
    /// <summary>A whole URL.</summary>
    Url,

    /// <summary>A URL without its scheme.</summary>
    WithoutScheme,

    /// <summary>A URL in base64url, after the service's prefix if it has one.</summary>
    Encoded,
}

/// <summary>A text that may be a token, taken apart.</summary>
/// <param name="Url">The URL, with a scheme.</param>
/// <param name="Shape">How the URL was written.</param>
/// <param name="Prefix">What stands before the base64url; empty for nothing.</param>
/// <param name="IsPlainBase64">True if it has padding, or characters of plain base64, which base64url has not.</param>
internal sealed record AuthTokenText(string Url, AuthTokenShape Shape, string Prefix = "", bool IsPlainBase64 = false)
{
    private const string Scheme = "https://";

    /// <summary>The text of a token, as the official signers write it.</summary>
    public static string Write(AuthTokenRequest request, SignedUrl signed)
    {
        string url = MoveSessionToken(signed.Url);
        Endpoint endpoint = signed.Request.Endpoint;
        if (request.Form.HasPort && endpoint.HostHeader == endpoint.Host)
        {
            // Port 443 is not in the signed host, but the client and the database expect it.
            url = url.Insert(Scheme.Length + endpoint.Host.Length, $":{endpoint.Port.ToString(CultureInfo.InvariantCulture)}");
        }

        if (request.Service.UnsignedParameter is { } unsigned)
        {
            url += $"&{unsigned}={PercentEncoding.Encode(request.UserAgent)}";
        }

        return request.Form.IsBase64Url ? request.Form.TextPrefix + Encode(url) : url.Substring(Scheme.Length);
    }

    /// <summary>Takes a text apart; a text that is no token is a URL as it stands.</summary>
    public static AuthTokenText Read(string text)
    {
        if (text.IndexOf("://", StringComparison.Ordinal) is var scheme && scheme >= 0 && (text.IndexOf('?') is var query && (query < 0 || scheme < query)))
        {
            return new AuthTokenText(text, AuthTokenShape.Url);
        }

        return ReadEncoded(text)
            ?? (IsHostWithQuery(text) ? new AuthTokenText(Scheme + text, AuthTokenShape.WithoutScheme) : new AuthTokenText(text, AuthTokenShape.Url));
    }

    // The order of the AWS CLI: the session token stands after the names of the signed headers. For the signature it stands before them.
    private static string MoveSessionToken(string url)
    {
        const string Token = "&" + SigningParameter.SecurityToken + "=";
        const string Signature = "&" + SigningParameter.Signature + "=";
        int start = url.IndexOf(Token, StringComparison.Ordinal);
        if (start < 0)
        {
            return url;
        }

        int end = url.IndexOf('&', start + 1);
        string without = url.Remove(start, end - start);
        return without.Insert(without.LastIndexOf(Signature, StringComparison.Ordinal), url.Substring(start, end - start));
    }

    private static string Encode(string url)
    {
        byte[] bytes = Text.StrictUtf8.GetBytes(url);
        byte[] encoded = new byte[(bytes.Length + 2) / 3 * 4];
        int length = Base64Url.Encode(bytes, encoded);
        return Text.FromAscii(encoded.AsSpan(0, length));
    }

    private static AuthTokenText? ReadEncoded(string text)
    {
        string prefix = string.Empty;
        foreach (AwsService service in AuthTokenServices.All)
        {
            string known = service.AuthToken!.TextPrefix;
            prefix = known.Length > 0 && text.StartsWith(known, StringComparison.Ordinal) ? known : prefix;
        }

        string encoded = text.Substring(prefix.Length);
        byte[]? bytes = Base64Url.Decode(encoded.AsSpan().TrimEnd('='));
        string? url = bytes is null ? null : Encoding.UTF8.GetString(bytes);
        return url?.StartsWith(Scheme, StringComparison.Ordinal) == true
            ? new AuthTokenText(url, AuthTokenShape.Encoded, prefix, encoded.AsSpan().IndexOfAny("+/=".AsSpan()) >= 0)
            : null;
    }

    // host:port/?Action=…, or the name of a cluster in place of the host.
    private static bool IsHostWithQuery(string text)
    {
        int query = text.IndexOf('?');
        return query > 0
            && Characters.IsWord(text.AsSpan(0, query).TrimEnd('/'), ".-:")
            && text.IndexOf(SigningParameter.Prefix, query, StringComparison.OrdinalIgnoreCase) >= 0
            && IsOfTokenService(text);
    }

    // Of any other service it is a URL whose scheme was lost.
    private static bool IsOfTokenService(string text)
    {
        bool isToken = text.AsSpan().IndexOf("DBUser=".AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0;
        foreach (AwsService service in AuthTokenServices.All)
        {
            isToken |= text.AsSpan().IndexOf($"%2F{service.SigningName}%2Faws4_request".AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0
                || text.AsSpan().IndexOf($"/{service.SigningName}/aws4_request".AsSpan(), StringComparison.Ordinal) >= 0;
        }

        return isToken;
    }
}
