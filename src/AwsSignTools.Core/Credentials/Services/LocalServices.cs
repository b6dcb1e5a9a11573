using System;
using System.Collections;
using System.IO;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Json;
using AwsSignTools.Platform;

namespace AwsSignTools.Credentials.Services;

/// <summary>Where the instance metadata service is asked.</summary>
/// <param name="Url">The URL that the settings name; null for the usual one.</param>
/// <param name="Mode">The setting of the endpoint's mode, <c>IPv6</c> or <c>IPv4</c>; null for none.</param>
/// <param name="IsDisabled">Whether the settings forbid to ask it.</param>
internal sealed record InstanceRequest(string? Url, string? Mode, bool IsDisabled);

/// <summary>
/// The services beside this machine that have a role's credential: the endpoint of a container (AWS SDKs and Tools Reference Guide, "Container
/// credential provider") and the metadata service of an EC2 instance, version 2 (EC2 User Guide, "Access instance metadata").
/// </summary>
internal static class LocalServices
{
    private const string RelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    private const string FullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string EcsHost = "169.254.170.2";
    private const string InstanceSettings =
        "AWS_EC2_METADATA_SERVICE_ENDPOINT, or ec2_metadata_service_endpoint of the profile,";

    private static readonly AwsApi Container = new("container", string.Empty, string.Empty);
    private static readonly AwsApi Instance = new("instance", string.Empty, string.Empty);

    private static readonly string[] ContainerHosts = [EcsHost, "169.254.170.23", "[fd00:ec2::23]"];

    /// <summary>Asks the container's endpoint.</summary>
    public static async Task<IssuedCredential> GetContainerCredentialAsync(AwsClient client, Func<string, string?> variable, CallLimit limit)
    {
        Uri uri = FindContainer(variable);
        string? authorization = ReadAuthorization(variable, limit);
        AwsRequest request = CreateRequest(Container, "GET", uri, string.Empty, "Authorization", authorization);
        return Read(request, await client.ExchangeAsync(request, limit).ConfigureAwait(false));
    }

    /// <summary>Asks the instance metadata service.</summary>
    public static async Task<IssuedCredential> GetInstanceCredentialAsync(AwsClient client, InstanceRequest asked, CallLimit limit)
    {
        const string RolesPath = "/latest/meta-data/iam/security-credentials/";
        const string TokenSeconds = "300";
        if (asked.IsDisabled)
        {
            throw NotAsked("AWS_EC2_METADATA_DISABLED is true.");
        }

        Uri root = FindInstance(asked);
        AwsAnswer answer = await client.ExchangeAsync(
            CreateRequest(Instance, "PUT", root, "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", TokenSeconds), limit).ConfigureAwait(false);
        string token = answer.Body.Trim();
        if (answer.Status != 200 || token.Length == 0)
        {
            // Another cloud has something else at this address: as good as nothing there.
            throw new AwsServiceException(ServiceFailure.Unreachable, null, "it gives no token.");
        }

        AwsRequest request = CreateRequest(Instance, "GET", root, RolesPath, "X-aws-ec2-metadata-token", token);
        answer = await client.ExchangeAsync(request, limit).ConfigureAwait(false);
        string role = answer.Body.Trim();
        int end = role.IndexOf('\n');
        role = end < 0 ? role : role.Substring(0, end).Trim();
        if (answer.Status == 404 || (answer.Status == 200 && role.Length == 0))
        {
            throw new AwsServiceException(ServiceFailure.Refused, null, "the instance has no role.");
        }

        if (answer.Status == 200)
        {
            request = CreateRequest(Instance, "GET", root, RolesPath + Uri.EscapeDataString(role), "X-aws-ec2-metadata-token", token);
            answer = await client.ExchangeAsync(request, limit).ConfigureAwait(false);
        }

        return Read(request, answer);
    }

    private static AwsRequest CreateRequest(AwsApi api, string method, Uri uri, string path, string header, string? value) => new()
    {
        Api = api,
        Endpoint = new ServiceEndpoint(string.Empty, uri.AbsoluteUri),
        Method = method,
        Path = path,
        Headers = value is null ? [] : [new(header, value)],
        Secrets = path.StartsWith("/latest/api/", StringComparison.Ordinal) ? [] : [value],

        // A proxy is asked for the world outside only; https is allowed there too.
        IsLocal = uri.Scheme == Uri.UriSchemeHttp,
    };

    private static Uri FindContainer(Func<string, string?> variable)
    {
        if (variable(RelativeUri) is { } relative)
        {
            return Uri.TryCreate($"http://{EcsHost}/{relative.TrimStart('/')}", UriKind.Absolute, out Uri? ecs)
                ? ecs
                : throw NotAsked(RelativeUri + " is no path.");
        }

        return Uri.TryCreate(variable(FullUri), UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps
                || (uri.Scheme == Uri.UriSchemeHttp && (uri.IsLoopback || Array.IndexOf(ContainerHosts, uri.Host) >= 0)))
                    ? uri
                    : throw NotAsked($"{FullUri} is neither an https URI nor one of this machine, of ECS or of EKS.");
    }

    private static Uri FindInstance(InstanceRequest asked)
    {
        string url = asked.Url
            ?? (string.Equals(asked.Mode, "IPv6", StringComparison.OrdinalIgnoreCase) ? "http://[fd00:ec2::254]" : "http://169.254.169.254");
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? root) && (root.Scheme == Uri.UriSchemeHttp || root.Scheme == Uri.UriSchemeHttps)
            ? root
            : throw NotAsked(InstanceSettings + " is no http URL.");
    }

    private static string? ReadAuthorization(Func<string, string?> variable, CallLimit limit)
    {
        const int MaxTokenBytes = 64 * 1024;
        string? token = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file)
        {
            try
            {
                token = BoundedFile.ReadText(file, MaxTokenBytes, limit.ReadLimit).TrimEnd('\r', '\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
            {
                throw NotAsked("the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: " + e.Message);
            }
        }

        return string.IsNullOrWhiteSpace(token) ? null
            : token!.IndexOfAny(['\r', '\n']) < 0 ? token
            : throw NotAsked("the authorization token has a line break.");
    }

    // Both services answer in the same form.
    private static IssuedCredential Read(AwsRequest request, AwsAnswer answer)
    {
        IDictionary? members = JsonDictionary.TryParse(answer.Body);
        string? Member(string name) => members?.Contains(name) == true ? members[name] as string : null;
        if (!answer.IsSuccess)
        {
            // One service says why in JSON, another in plain text.
            string? why = members is null ? answer.Body : Member("message");
            throw Refusal(null, string.IsNullOrWhiteSpace(why) ? answer.StatusText : $"{answer.StatusText}: {request.Clean(why!)}");
        }

        if (members is null)
        {
            throw IssuedCredential.Invalid("it is not a JSON object.", answer.ClockOffset);
        }

        if (Member("Code") is { } code && code != "Success")
        {
            throw Refusal(request.Clean(code), request.Clean(Member("message") ?? "it says no more"));
        }

        DateTimeOffset? end = Member("Expiration") is not { } text ? null
            : Iso8601.TryParse(text, out DateTimeOffset moment) ? moment
            : throw IssuedCredential.Invalid("its Expiration is not a time.", answer.ClockOffset);

        // What their clock reports is this machine's time: no evidence of a clock that is off.
        return IssuedCredential.Create(Member("AccessKeyId"), Member("SecretAccessKey"), Member("Token"), end, null);
    }

    private static AwsServiceException NotAsked(string why) => Refusal(null, "it was not asked, since " + why);

    private static AwsServiceException Refusal(string? code, string detail) => new(ServiceFailure.Refused, code, detail);
}
