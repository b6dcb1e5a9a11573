using System.Text.Json.Nodes;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>The endpoint beside a container, of ECS or of EKS Pod Identity.</summary>
internal sealed class ContainerEndpoint : LoopbackService
{
    /// <summary>What AWS_CONTAINER_CREDENTIALS_FULL_URI is set to.</summary>
    public string FullUri => Url + "/v1/credentials";

    /// <summary>What the Authorization header must be; null where none is asked for.</summary>
    public string? Authorization { get; set; }

    /// <inheritdoc/>
    protected override Answer Handle(ReceivedRequest request)
    {
        if (request.Method != "GET" || request.Path != "/v1/credentials")
        {
            return Answer.Text("404 page not found", 404);
        }

        if (request.Header("Authorization") != Authorization)
        {
            return Answer.Text("Service account token cannot be empty or is invalid", 403);
        }

        IssuedCredential issued = Issue();
        return Answer.Json(new JsonObject
        {
            ["AccessKeyId"] = issued.AccessKeyId,
            ["SecretAccessKey"] = issued.SecretAccessKey,
            ["Token"] = issued.SessionToken,
            ["AccountId"] = "123456789012",
            ["Expiration"] = issued.ExpirationText,
        }.ToJsonString());
    }
}
