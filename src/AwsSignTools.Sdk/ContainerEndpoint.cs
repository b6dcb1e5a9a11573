using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Sdk;
using AwsSignTools.SigV4;

namespace AwsSignTools.Sdk;

/// <summary>
/// Asks the endpoint beside a container (AWS SDKs and Tools Reference Guide, "Container credential provider"). The SDK's own provider asks
/// five times over six seconds whatever it is told, for ever where the answer is <c>null</c>, and says of each failure that it was refused.
/// </summary>
/// <param name="service">Keeps what no message may show.</param>
internal sealed class ContainerEndpoint(ServiceClient service)
{
    private const string FullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string EcsHost = "169.254.170.2";
    private const int Attempts = 3;

    private static readonly string[] Hosts = [EcsHost, "169.254.170.23", "[fd00:ec2::23]"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks for the credential.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SdkFailureException">There is none.</exception>
    public async Task<AwsCredential> GetAsync(CancellationToken cancellation)
    {
        Uri uri = FindUri();
        string? authorization = ReadAuthorization();

        // A token of this machine's goes to nobody else: no redirection is followed, and no proxy asked for an address beside us.
        using HttpClientHandler handler = new() { AllowAutoRedirect = false, UseProxy = uri.Scheme == Uri.UriSchemeHttps };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        for (int attempt = 1; ; attempt++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, uri);
            if (authorization is not null && !request.Headers.TryAddWithoutValidation("Authorization", authorization))
            {
                throw NotAsked("the authorization token has a character that no header has.");
            }

            try
            {
                using HttpResponseMessage response = await client.SendAsync(request, cancellation).ConfigureAwait(false);
#pragma warning disable CA2016 // It is here already; netstandard2.0 has no such overload.
                string body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
#pragma warning restore CA2016
                if (response.IsSuccessStatusCode)
                {
                    return Read(body);
                }

                if ((int)response.StatusCode < 500 || attempt == Attempts)
                {
                    throw Refusal((int)response.StatusCode, body);
                }
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                // Asked again.
            }

            await Task.Delay(TimeSpan.FromTicks(Pause.Ticks * attempt), cancellation).ConfigureAwait(false);
        }
    }

    private static Uri FindUri()
    {
        if (Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } relative)
        {
            return Uri.TryCreate($"http://{EcsHost}/{relative.TrimStart('/')}", UriKind.Absolute, out Uri? ecs)
                ? ecs
                : throw NotAsked("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path.");
        }

        return Uri.TryCreate(Variable(FullUri), UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && (uri.IsLoopback || Hosts.Contains(uri.Host))))
                ? uri
                : throw NotAsked($"{FullUri} is neither an https URI nor one of this machine, of ECS or of EKS.");
    }

    private string? ReadAuthorization()
    {
        string? token = Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        if (Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file)
        {
            try
            {
                token = File.ReadAllText(file).TrimEnd('\r', '\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
            {
                throw NotAsked("the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: " + e.Message);
            }
        }

        if (string.IsNullOrWhiteSpace(token))
        {
            return null;
        }

        service.Conceal(token!);
        return token!.IndexOfAny(['\r', '\n']) < 0 ? token : throw NotAsked("the authorization token has a line break.");
    }

    private static AwsCredential Read(string body)
    {
        IDictionary members = CredentialJson.TryParse(body)
            ?? throw new SdkFailureException(SdkFailureKind.AnswerInvalid, null, "it is not a JSON object.");
        string? Member(string name) => members.Contains(name) ? members[name] as string : null;
        DateTimeOffset? end = Member("Expiration") is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment
            : throw new SdkFailureException(SdkFailureKind.AnswerInvalid, null, "its Expiration is not a time.");
        return new AwsCredential(Member("AccessKeyId") ?? string.Empty, Member("SecretAccessKey") ?? string.Empty, Member("Token"), end);
    }

    // ECS says why in JSON, EKS in plain text.
    private SdkFailureException Refusal(int status, string body)
    {
        IDictionary? members = CredentialJson.TryParse(body);
        string? why = members is null ? body : members["message"] as string;
        string detail = "it answered " + status.ToString(CultureInfo.InvariantCulture);
        return new SdkFailureException(
            SdkFailureKind.Refused, null, string.IsNullOrWhiteSpace(why) ? detail + "." : $"{detail}: {service.Clean(why!)}");
    }

    private static SdkFailureException NotAsked(string why) => new(SdkFailureKind.Refused, null, "it was not asked, since " + why);

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
