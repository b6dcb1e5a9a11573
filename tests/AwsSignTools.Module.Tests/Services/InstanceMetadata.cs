using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AwsSignTools.Module.Tests.Services;

/// <summary>The metadata service of an instance, version 2: without a token of the session it answers nothing.</summary>
internal sealed class InstanceMetadata : LoopbackService
{
    private const string Credentials = "/latest/meta-data/iam/security-credentials";
    private readonly string _token = "AQAEA" + Guid.NewGuid().ToString("N");

    /// <summary>The instance's role; null where it has none.</summary>
    public string? Role { get; set; } = "instance-role";

    /// <inheritdoc/>
    protected override Answer Handle(ReceivedRequest request)
    {
        if (request.Path == "/latest/api/token")
        {
            return request.Method == "PUT"
                && int.TryParse(request.Header("X-aws-ec2-metadata-token-ttl-seconds"), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                && seconds is >= 1 and <= 21600
                    ? Answer.Text(_token)
                    : Answer.Text("400 - Bad Request", 400);
        }

        if (request.Method != "GET" || request.Header("X-aws-ec2-metadata-token") != _token)
        {
            return Answer.Text("401 - Unauthorized", 401);
        }

        if (Role is null || !request.Path.StartsWith(Credentials, StringComparison.Ordinal))
        {
            return Answer.Text("404 - Not Found", 404);
        }

        if (request.Path.TrimEnd('/') == Credentials)
        {
            return Answer.Text(Role);
        }

        if (request.Path != Credentials + "/" + Role)
        {
            return Answer.Text("404 - Not Found", 404);
        }

        IssuedCredential issued = Issue();
        return Answer.Text(new JsonObject
        {
            ["Code"] = "Success",
            ["LastUpdated"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["Type"] = "AWS-HMAC",
            ["AccessKeyId"] = issued.AccessKeyId,
            ["SecretAccessKey"] = issued.SecretAccessKey,
            ["Token"] = issued.SessionToken,
            ["Expiration"] = issued.ExpirationText,
        }.ToJsonString());
    }
}
