using System;
using System.IO;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Json;
using AwsSignTools.SigV4;

namespace AwsSignTools.Credentials.Services;

/// <summary>A login to IAM Identity Center, and the role to get with it.</summary>
internal sealed record SsoRoleRequest
{
    /// <summary>Where the portal (<c>portal.sso</c>) is asked for the credential.</summary>
    public required ServiceEndpoint Portal { get; init; }

    /// <summary>Where a login is renewed (<c>oidc</c>).</summary>
    public required ServiceEndpoint Oidc { get; init; }

    /// <summary>The start URL of the login.</summary>
    public required string StartUrl { get; init; }

    /// <summary>The name of the <c>sso-session</c>; null for a profile of the older kind.</summary>
    public string? SessionName { get; init; }

    /// <summary>The account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The name of the role in the account.</summary>
    public required string RoleName { get; init; }
}

/// <summary>
/// Uses the login that <c>aws sso login</c> saved in its token cache, and renews it if it can be renewed. A new login is up to the user: nothing here
/// opens a browser.
/// </summary>
/// <param name="client">Asks AWS.</param>
/// <param name="loginFile">The file in which the login is saved.</param>
/// <param name="now">This machine's time.</param>
internal sealed class IdentityCenter(AwsClient client, string loginFile, Func<DateTimeOffset> now)
{
    // As the AWS SDK for .NET does.
    private static readonly TimeSpan RenewalMargin = TimeSpan.FromMinutes(5);

    /// <summary>Asks for the role's credential (portal API, GetRoleCredentials).</summary>
    /// <exception cref="LoginRequiredException">There is no login, or it has ended and cannot be renewed.</exception>
    public async Task<IssuedCredential> GetRoleCredentialAsync(SsoRoleRequest request, CallLimit limit)
    {
        SsoLogin login = await GetLoginAsync(request, limit).ConfigureAwait(false);
        AwsRequest asked = new()
        {
            Api = AwsApi.SsoPortal,
            Endpoint = request.Portal,
            Method = "GET",
            Path = "/federation/credentials",
            Query = [new QueryParameter("role_name", request.RoleName), new QueryParameter("account_id", request.AccountId)],
            Headers = [new("x-amz-sso_bearer_token", login.AccessToken)],
            Secrets = [login.AccessToken],
        };
        AwsAnswer answer = await client.ExchangeAsync(asked, limit).ConfigureAwait(false);
        if (answer.Status == 401)
        {
            // UnauthorizedException: the portal does not know the login any more.
            throw new LoginRequiredException();
        }

        if (!answer.IsSuccess)
        {
            throw AwsClient.Refusal(asked, answer);
        }

        if (AwsAnswerReader.ReadJson(answer.Body) is not { } json)
        {
            throw IssuedCredential.Invalid("it does not have the form that the service's answers have.", answer.ClockOffset);
        }

        if (json.Find("roleCredentials") is not { Kind: JsonKind.Object } role)
        {
            throw IssuedCredential.Invalid("it has no roleCredentials.", answer.ClockOffset);
        }

        return IssuedCredential.Create(
            AwsAnswerReader.TextOf(role, "accessKeyId"),
            AwsAnswerReader.TextOf(role, "secretAccessKey"),
            AwsAnswerReader.TextOf(role, "sessionToken"),
            role.Find("expiration") is { } end && end.TryGetInteger(out long milliseconds) && milliseconds is > 0 and < 253_402_300_800_000
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : null,
            answer.ClockOffset);
    }

    private async Task<SsoLogin> GetLoginAsync(SsoRoleRequest request, CallLimit limit)
    {
        SsoLogin login = SsoLogin.Read(loginFile, limit.ReadLimit) ?? throw new LoginRequiredException();
        DateTimeOffset time = now();
        if (login.ExpiresAt - time > RenewalMargin)
        {
            return login;
        }

        bool isValid = login.ExpiresAt > time;
        if (!login.CanBeRenewed(time))
        {
            return isValid ? login : throw new LoginRequiredException();
        }

        try
        {
            if (!isValid)
            {
                return await RenewAsync(login, request, limit).ConfigureAwait(false);
            }

            // A login that still works does not wait long for a service that does not answer.
            using CallLimit part = new(TimeSpan.FromTicks(Math.Max(limit.Remaining.Ticks / 4, 1)), limit.Token);
            return await RenewAsync(login, request, part).ConfigureAwait(false);
        }
        catch (Exception e) when (isValid && (e is AwsServiceException || (e is OperationCanceledException && !limit.Token.IsCancellationRequested)))
        {
            return login;
        }
        catch (AwsServiceException e) when (e.Failure == ServiceFailure.Refused)
        {
            // Another process may have renewed it since it was read, and the old refresh token is of no use then.
            return SsoLogin.Read(loginFile, limit.ReadLimit) is { } other && other.AccessToken != login.AccessToken && other.ExpiresAt > now()
                ? other
                : throw new LoginRequiredException();
        }
    }

    // OIDC API, CreateToken.
    private async Task<SsoLogin> RenewAsync(SsoLogin login, SsoRoleRequest request, CallLimit limit)
    {
        AwsRequest asked = new()
        {
            Api = AwsApi.SsoOidc,
            Endpoint = request.Oidc,
            Path = "/token",
            Headers = [new("Content-Type", "application/json")],
            Body = login.WriteRenewal(),
            Secrets = login.Secrets,
        };
        AwsAnswer answer = await client.SendAsync(asked, limit).ConfigureAwait(false);
        JsonValue? json = AwsAnswerReader.ReadJson(answer.Body);
        if (AwsAnswerReader.TextOf(json, "accessToken") is not { Length: > 0 } token
            || json!.Find("expiresIn") is not { } life || !life.TryGetInteger(out long seconds) || seconds is <= 0 or > int.MaxValue)
        {
            throw IssuedCredential.Invalid("it has no accessToken with its end.", answer.ClockOffset);
        }

        SsoLogin renewed = login.Renew(token, now().AddSeconds(seconds), AwsAnswerReader.TextOf(json, "refreshToken"));
        try
        {
            renewed.Write(loginFile);
        }
        catch (IOException)
        {
            // The new login still serves this call.
        }

        return renewed;
    }
}
