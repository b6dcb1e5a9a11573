using System;
using AwsSignTools.Aws;

namespace AwsSignTools.Services.AuthTokens;

/// <summary>What the rules of tokens check in a token that anyone signed.</summary>
/// <param name="Url">The URL of the token.</param>
/// <param name="Form">The facts of the service's tokens.</param>
/// <param name="Service">The service whose token it is, which may be another than the one it is signed for.</param>
/// <param name="Text">How it is written.</param>
/// <param name="SignedHeaders">The names of the signed headers.</param>
internal sealed record AuthTokenFacts(UrlFacts Url, AuthTokenForm Form, AwsService Service, AuthTokenText Text, string[] SignedHeaders)
{
    /// <summary>Finds out whether a URL is a token, valid or not.</summary>
    /// <returns>The facts; null for any other URL.</returns>
    public static AuthTokenFacts? Find(UrlFacts url, AuthTokenText text, string signedHeaders)
    {
        string[] headers = signedHeaders.Split(';');
        AwsService? service = FindService(url, text, headers);
        return service is null ? null : new AuthTokenFacts(url, service.AuthToken!, service, text, headers);
    }

    private static AwsService? FindService(UrlFacts url, AuthTokenText text, string[] headers)
    {
        // The host of a database names its service, whatever the token is signed for.
        if (HostService.Find(url.Host) is { } named && AwsServices.Get(named) is { AuthToken.Target: AuthTokenTarget.Host } database
            && url.Value(AuthTokenServices.ActionParameter) is not null)
        {
            return database;
        }

        if (url.Service.AuthToken is { } form && IsTokenOf(form, url, text, headers))
        {
            return url.Service;
        }

        // Signed for another service, such as rds in place of rds-db: the host, the action and the user tell what was meant.
        foreach (AwsService service in AuthTokenServices.All)
        {
            AuthTokenForm other = service.AuthToken!;
            bool isHost = HostService.Find(url.Host) == service.SigningName && other.Target == AuthTokenTarget.Host;
            bool isUser = other.HasPort && other.UserParameter is { } user && url.Value(user) is not null;
            if ((isHost || isUser) && url.Value(AuthTokenServices.ActionParameter) is not null && text.Shape != AuthTokenShape.Encoded)
            {
                return service;
            }
        }

        return null;
    }

    // The services of caches and STS have an API, too, whose presigned URLs are no tokens.
    private static bool IsTokenOf(AuthTokenForm form, UrlFacts url, AuthTokenText text, string[] headers) =>
        text.Shape != AuthTokenShape.Url
        || (form.NameHeader is { } name ? Array.IndexOf(headers, name) >= 0
            : form.Target == AuthTokenTarget.Name ? HostRegion.SuffixOf(url.Host) is null || (url.Value(AuthTokenServices.ActionParameter) == form.Action && url.Value(form.UserParameter!) is not null)
            : url.Value(AuthTokenServices.ActionParameter) is { } action && (form.Target == AuthTokenTarget.Region || form.HasPort || action == form.Action || action == form.AdminAction));
}
