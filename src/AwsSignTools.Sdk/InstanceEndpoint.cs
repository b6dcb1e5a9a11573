using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using AwsSignTools.SigV4;

namespace AwsSignTools.Sdk;

/// <summary>The metadata service of an EC2 instance, version 2 (EC2 User Guide, "Access instance metadata").</summary>
/// <param name="service">Keeps what no message may show.</param>
internal sealed class InstanceEndpoint(ServiceClient service)
{
    private const string EndpointVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    private const string DisabledVariable = "AWS_EC2_METADATA_DISABLED";
    private const string TokenLife = "300";

    /// <summary>Asks for the credential of the instance's role.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SdkFailureException">There is none.</exception>
    public async Task<AwsCredential> GetAsync(CancellationToken cancellation)
    {
        if (string.Equals(ServiceClient.Variable(DisabledVariable), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw LocalEndpoint.NotAsked($"{DisabledVariable} is true.");
        }

        Uri root = FindRoot();
        (int status, string token) = await LocalEndpoint.SendAsync(
            HttpMethod.Put, new Uri(root, "latest/api/token"), "X-aws-ec2-metadata-token-ttl-seconds", TokenLife, cancellation).ConfigureAwait(false);
        if (status != 200 || string.IsNullOrWhiteSpace(token))
        {
            // Another cloud has something else at this address: as good as nothing there.
            throw new SdkFailureException(SdkFailureKind.Unreachable, null, "it gives no token.");
        }

        service.Conceal(token.Trim());
        Task<(int Status, string Body)> Get(string path) => LocalEndpoint.SendAsync(
            HttpMethod.Get, new Uri(root, "latest/meta-data/iam/security-credentials/" + path), "X-aws-ec2-metadata-token", token.Trim(), cancellation);

        (status, string roles) = await Get(string.Empty).ConfigureAwait(false);
        string role = roles.Trim();
        int end = role.IndexOf('\n');
        role = end < 0 ? role : role.Substring(0, end).Trim();
        if (status == 404 || (status == 200 && role.Length == 0))
        {
            throw new SdkFailureException(SdkFailureKind.Refused, null, "the instance has no role.");
        }

        (status, string body) = status == 200 ? await Get(Uri.EscapeDataString(role)).ConfigureAwait(false) : (status, roles);
        return new LocalEndpoint(service).Read(status, body);
    }

    private static Uri FindRoot()
    {
        string profile = ServiceClient.Variable("AWS_PROFILE") ?? "default";
        ProfileStore? files = ReadFiles();
        string? mode = ServiceClient.Variable(EndpointVariable + "_MODE") ?? files?.InstanceEndpointModeOf(profile);
        string endpoint = ServiceClient.Variable(EndpointVariable) ?? files?.InstanceEndpointOf(profile)
            ?? (string.Equals(mode, "IPv6", StringComparison.OrdinalIgnoreCase) ? "http://[fd00:ec2::254]" : "http://169.254.169.254");
        return Uri.TryCreate(endpoint.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root)
            && (root.Scheme == Uri.UriSchemeHttp || root.Scheme == Uri.UriSchemeHttps)
                ? root
                : throw LocalEndpoint.NotAsked($"{EndpointVariable}, or ec2_metadata_service_endpoint of the profile, is no http URL.");
    }

    private static ProfileStore? ReadFiles()
    {
        try
        {
            return ProfileStore.Read(ProfileLocations.Find(null, Environment.GetEnvironmentVariable));
        }
        catch (CredentialUnavailableException)
        {
            // Who asks for these files is told; here they only may say where the service is.
            return null;
        }
    }
}
