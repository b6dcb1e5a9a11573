using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Credentials.Services;
using AwsSignTools.SigV4;

namespace AwsSignTools.Sdk;

/// <summary>The endpoint beside a container (AWS SDKs and Tools Reference Guide, "Container credential provider").</summary>
/// <param name="service">Keeps what no message may show.</param>
internal sealed class ContainerEndpoint(ServiceClient service)
{
    private const string FullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string EcsHost = "169.254.170.2";

    private static readonly string[] Hosts = [EcsHost, "169.254.170.23", "[fd00:ec2::23]"];

    /// <summary>Asks for the credential.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SdkFailureException">There is none.</exception>
    public async Task<AwsCredential> GetAsync(CancellationToken cancellation)
    {
        (int status, string body) = await LocalEndpoint.SendAsync(HttpMethod.Get, FindUri(), "Authorization", ReadAuthorization(), cancellation).ConfigureAwait(false);
        return new LocalEndpoint(service).Read(status, body);
    }

    private static Uri FindUri()
    {
        if (ServiceClient.Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } relative)
        {
            return Uri.TryCreate($"http://{EcsHost}/{relative.TrimStart('/')}", UriKind.Absolute, out Uri? ecs)
                ? ecs
                : throw LocalEndpoint.NotAsked("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path.");
        }

        return Uri.TryCreate(ServiceClient.Variable(FullUri), UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && (uri.IsLoopback || Hosts.Contains(uri.Host))))
                ? uri
                : throw LocalEndpoint.NotAsked($"{FullUri} is neither an https URI nor one of this machine, of ECS or of EKS.");
    }

    private string? ReadAuthorization()
    {
        string? token = ServiceClient.Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (ServiceClient.Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file)
        {
            try
            {
                token = File.ReadAllText(file).TrimEnd('\r', '\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
            {
                throw LocalEndpoint.NotAsked("the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: " + e.Message);
            }
        }

        if (string.IsNullOrWhiteSpace(token))
        {
            return null;
        }

        service.Conceal(token!);
        return token!.IndexOfAny(['\r', '\n']) < 0 ? token : throw LocalEndpoint.NotAsked("the authorization token has a line break.");
    }
}
