using System;
using System.Collections;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Json;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Sdk;

/// <summary>
/// Asks a service beside this machine. The SDK's own providers of the container and the instance ask again and again for seconds whatever they
/// are told, cannot be stopped, and do not say what they were told.
/// </summary>
/// <param name="service">Keeps what no message may show.</param>
internal sealed class LocalEndpoint(ServiceClient service)
{
    private const int Attempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks, and again where nobody answers or the service fails.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">The URI.</param>
    /// <param name="header">A header's name.</param>
    /// <param name="value">Its value; null for no header.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The status and the body.</returns>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public static async Task<(int Status, string Body)> SendAsync(
        HttpMethod method, Uri uri, string header, string? value, CancellationToken cancellation)
    {
        // A token of this machine's goes to nobody else: no redirection is followed, and no proxy asked for an address beside us.
        using HttpClientHandler handler = new() { AllowAutoRedirect = false, UseProxy = uri.Scheme == Uri.UriSchemeHttps };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        for (int attempt = 1; ; attempt++)
        {
            using HttpRequestMessage request = new(method, uri);
            if (value is not null && !request.Headers.TryAddWithoutValidation(header, value))
            {
                throw NotAsked($"the {header} has a character that no header has.");
            }

            try
            {
                using HttpResponseMessage response = await client.SendAsync(request, cancellation).ConfigureAwait(false);
                int status = (int)response.StatusCode;
                if (status < 500 || attempt == Attempts)
                {
#pragma warning disable CA2016 // It is here already; netstandard2.0 has no such overload.
                    return (status, await response.Content.ReadAsStringAsync().ConfigureAwait(false));
#pragma warning restore CA2016
                }
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                // Asked again.
            }

            await Task.Delay(TimeSpan.FromTicks(Pause.Ticks * attempt), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The failure of what was not asked at all.</summary>
    public static SdkFailureException NotAsked(string why) => new(SdkFailureKind.Refused, null, "it was not asked, since " + why);

    /// <summary>Reads the credential of an answer: both services give it in the same form.</summary>
    public AwsCredential Read(int status, string body)
    {
        IDictionary? members = CredentialJson.TryParse(body);
        string? Member(string name) => members?.Contains(name) == true ? members[name] as string : null;
        if (status is < 200 or > 299)
        {
            // One service says why in JSON, another in plain text.
            string? why = members is null ? body : Member("message");
            string detail = "it answered " + status.ToString(CultureInfo.InvariantCulture);
            throw Refusal(null, string.IsNullOrWhiteSpace(why) ? detail : $"{detail}: {service.Clean(why!)}");
        }

        if (members is null)
        {
            throw new SdkFailureException(SdkFailureKind.AnswerInvalid, null, "it is not a JSON object.");
        }

        if (Member("Code") is { } code && code != "Success")
        {
            throw Refusal(service.Clean(code), service.Clean(Member("message") ?? "it says no more"));
        }

        DateTimeOffset? end = Member("Expiration") is not { } text ? null
            : Iso8601.TryParse(text, out DateTimeOffset moment) ? moment
            : throw new SdkFailureException(SdkFailureKind.AnswerInvalid, null, "its Expiration is not a time.");
        return new AwsCredential(Member("AccessKeyId") ?? string.Empty, Member("SecretAccessKey") ?? string.Empty, Member("Token"), end);
    }

    private static SdkFailureException Refusal(string? code, string detail) => new(SdkFailureKind.Refused, code, detail);
}
