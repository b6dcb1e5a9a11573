using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.SSO;
using Amazon.SSO.Model;
using Amazon.SSOOIDC;
using Amazon.Util;
using Amazon.Util.Internal;
using AwsSignTools.Credentials.Services;
using AwsSignTools.SigV4;

namespace AwsSignTools.Sdk;

/// <summary>
/// Uses the login that <c>aws sso login</c> left in the token cache (<c>~/.aws/sso/cache</c>), renewing it where it can be. A new login is the
/// user's to make: nothing here opens a browser.
/// </summary>
internal sealed class SsoLogin(SsoRoleRequest request)
{
    public SdkCredential GetRoleCredential(CancellationToken cancellation)
    {
        ServiceClient service = new([]);
        return service.Call(async () =>
        {
            string accessToken = await GetAccessTokenAsync(service, cancellation).ConfigureAwait(false);
            service.Conceal(accessToken);
            using AmazonSSOClient portal = new(new AnonymousAWSCredentials(), service.Configure(new AmazonSSOConfig(), request.Portal));
            try
            {
                GetRoleCredentialsResponse answer = await portal.GetRoleCredentialsAsync(
                    new GetRoleCredentialsRequest { AccessToken = accessToken, AccountId = request.AccountId, RoleName = request.RoleName },
                    cancellation).ConfigureAwait(false);
                RoleCredentials got = answer.RoleCredentials
                    ?? throw new SdkFailureException(SdkFailureKind.AnswerInvalid, null, "it has no roleCredentials.");
                DateTimeOffset? end = got.Expiration is > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(got.Expiration.Value) : null;
                return new AwsCredential(got.AccessKeyId, got.SecretAccessKey, got.SessionToken, end);
            }
            catch (UnauthorizedException)
            {
                throw new SdkFailureException(SdkFailureKind.LoginRequired, null, "The portal does not know the login any more.");
            }
        }, cancellation);
    }

    private async Task<string> GetAccessTokenAsync(ServiceClient service, CancellationToken cancellation)
    {
        using AmazonSSOOIDCClient oidc = new(new AnonymousAWSCredentials(), service.Configure(new AmazonSSOOIDCConfig(), request.Oidc));
        SSOTokenManager logins = new(oidc, new SSOTokenFileCache(CryptoUtilFactory.CryptoInstance, new FileRetriever(), new DirectoryRetriever()));
        try
        {
            SsoToken token = await logins.GetTokenAsync(
                new SSOTokenManagerGetTokenOptions
                {
                    Region = request.Portal.Region,
                    StartUrl = request.StartUrl,
                    Session = request.SessionName,
                    SupportsGettingNewToken = false,
                },
                cancellation).ConfigureAwait(false);
            return token.AccessToken;
        }
        catch (AmazonClientException)
        {
            // No login in the cache, or one that has ended and could not be renewed.
            throw new SdkFailureException(SdkFailureKind.LoginRequired, null, "There is no login, or it has ended.");
        }
    }
}
