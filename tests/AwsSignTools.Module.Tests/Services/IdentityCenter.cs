using System;
using System.Text.Json.Nodes;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>The portal and the OIDC service of IAM Identity Center.</summary>
internal sealed class IdentityCenter : LoopbackService
{
    public string StartUrl { get; } = $"https://d-{Guid.NewGuid():N}.awsapps.com/start";

    /// <summary>The login's token that the portal takes.</summary>
    public string AccessToken { get; set; } = "aoaAccess:" + Guid.NewGuid().ToString("N");

    /// <summary>The token that renews a login.</summary>
    public string RefreshToken { get; set; } = "aorRefresh:" + Guid.NewGuid().ToString("N");

    public string ClientId { get; } = "client-" + Guid.NewGuid().ToString("N");

    public string ClientSecret { get; } = "eyJraWQi.client.secret" + Guid.NewGuid().ToString("N");

    public string AccountId { get; set; } = "123456789012";

    public string RoleName { get; set; } = "Reader";

    /// <summary>An answer that refuses, as the portal's.</summary>
    public static Answer Refusal(int status, string code, string message) =>
        Answer.Json(new JsonObject { ["message"] = message, ["__type"] = "com.amazonaws.switchboard.portal#" + code }.ToJsonString(), status) with
        {
            Headers = [("x-amzn-ErrorType", code), ("x-amzn-RequestId", Guid.NewGuid().ToString())],
        };

    /// <inheritdoc/>
    protected override Answer Handle(ReceivedRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/federation/credentials") => GetRoleCredentials(request),
        ("POST", "/token") => CreateToken(JsonNode.Parse(request.Body)!.AsObject()),
        _ => Refusal(404, "ResourceNotFoundException", "No such path"),
    };

    private Answer GetRoleCredentials(ReceivedRequest request)
    {
        if (request.Header("x-amz-sso_bearer_token") != AccessToken)
        {
            return Refusal(401, "UnauthorizedException", "Session token not found or invalid");
        }

        if (request.Query["account_id"] != AccountId || request.Query["role_name"] != RoleName)
        {
            return Refusal(403, "ForbiddenException", "No access");
        }

        IssuedCredential issued = Issue();
        return Answer.Json(new JsonObject
        {
            ["roleCredentials"] = new JsonObject
            {
                ["accessKeyId"] = issued.AccessKeyId,
                ["secretAccessKey"] = issued.SecretAccessKey,
                ["sessionToken"] = issued.SessionToken,
                ["expiration"] = issued.Expiration.ToUnixTimeMilliseconds(),
            },
        }.ToJsonString());
    }

    private Answer CreateToken(JsonObject asked)
    {
        if ((string?)asked["grantType"] != "refresh_token" || (string?)asked["refreshToken"] != RefreshToken
            || (string?)asked["clientId"] != ClientId || (string?)asked["clientSecret"] != ClientSecret)
        {
            return Answer.Json(
                """{"error":"invalid_grant","error_description":"Invalid refresh token provided"}""", 400) with
            {
                Headers = [("x-amzn-ErrorType", "InvalidGrantException")],
            };
        }

        AccessToken = "aoaRenewed:" + Guid.NewGuid().ToString("N");
        RefreshToken = "aorRenewed:" + Guid.NewGuid().ToString("N");
        return Answer.Json(new JsonObject
        {
            ["accessToken"] = AccessToken,
            ["tokenType"] = "Bearer",
            ["expiresIn"] = 28800,
            ["refreshToken"] = RefreshToken,
        }.ToJsonString());
    }
}
