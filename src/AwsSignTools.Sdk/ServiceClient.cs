using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon;
using Amazon.Runtime;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;

namespace AwsSignTools.Sdk;

/// <summary>One call of a service by a client of the SDK: its settings, its clock, and its failures in words without a secret.</summary>
/// <param name="secrets">What no message may show; null and empty ones are passed over.</param>
internal sealed class ServiceClient(IEnumerable<string?> secrets)
{
    private const int Retries = 2;
    private const int LongestDetail = 400;

    private readonly List<string?> _secrets = [.. secrets];
    private readonly ClockObservingClientFactory _http = new();

    /// <summary>A moment of the SDK's; null where it is none.</summary>
    public static DateTimeOffset? Moment(DateTime? time) =>
        time is { Year: > 1 and < 9999 } known ? new DateTimeOffset(known.ToUniversalTime()) : null;

    /// <summary>An environment variable; null where it is not set or empty.</summary>
    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>Another text that no message may show.</summary>
    public void Conceal(string secret) => _secrets.Add(secret);

    /// <summary>Sets up a client. What the SDK would look for in the environment and in files is given, so that it does not.</summary>
    public T Configure<T>(T config, ServiceEndpoint endpoint)
        where T : ClientConfig
    {
        config.IgnoreConfiguredEndpointUrls = true;
        config.AuthenticationRegion = endpoint.Region;
        if (endpoint.Url is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(endpoint.Region);
        }
        else
        {
            // Not shown, since a URL may have a password.
            config.ServiceURL = Uri.TryCreate(endpoint.Url, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
                ? endpoint.Url
                : throw new SdkFailureException(SdkFailureKind.Unreachable, null, "the endpoint that the settings name is no http nor https URL.");
        }

        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = Retries;
        config.HttpClientFactory = _http;
        config.CacheHttpClient = false;
        return config;
    }

    /// <summary>Makes the call, waiting for it no longer than until it is told to stop.</summary>
    /// <exception cref="SdkFailureException">No credential was got.</exception>
    /// <exception cref="OperationCanceledException">The call was stopped.</exception>
    public SdkCredential Call(Func<Task<AwsCredential>> call, CancellationToken cancellation)
    {
        // What does not stop when it is told to is left behind.
        Task<AwsCredential> task = Task.Run(call, cancellation);
        try
        {
            task.Wait(cancellation);
            return new SdkCredential(task.Result, _http.ClockOffset);
        }
        catch (AggregateException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw Failure(MostTelling(e));
        }
    }

    // The exception of the SDK says more than the socket's within it; one that only wraps says less.
    private static Exception MostTelling(AggregateException aggregate) =>
        aggregate.InnerException is SdkFailureException or AmazonServiceException { StatusCode: not 0 } or AmazonUnmarshallingException or InvalidInputException
            ? aggregate.InnerException
            : aggregate.GetBaseException();

    private SdkFailureException Failure(Exception exception) => exception switch
    {
        SdkFailureException known => known,
        AmazonUnmarshallingException => New(SdkFailureKind.AnswerInvalid, null, "it has not the form that the service's answers have."),
        AmazonServiceException service => New(SdkFailureKind.Refused, service.ErrorCode is { Length: > 0 } code ? Clean(code) : null, Detail(service)),
        InvalidInputException invalid => New(SdkFailureKind.AnswerInvalid, null, invalid.Finding.Message),
        ArgumentException or FormatException or System.Xml.XmlException or System.Text.Json.JsonException => New(SdkFailureKind.AnswerInvalid, null, "it has not the form of a credential."),
        HttpRequestException or OperationCanceledException or System.IO.IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException =>
            New(SdkFailureKind.Unreachable, null, Detail(exception)),
        TypeLoadException or MissingMemberException or System.IO.FileLoadException =>
            New(SdkFailureKind.SdkUnusable, null, "another version of it is loaded (" + exception.GetType().Name + ")."),
        _ => New(SdkFailureKind.Unreachable, null, Detail(exception)),
    };

    private SdkFailureException New(SdkFailureKind kind, string? code, string detail) => new(kind, code, detail, _http.ClockOffset);

    private string Detail(Exception exception) => Clean(exception.Message);

    /// <summary>What a service says, on one line, not too long, and without what no message may show.</summary>
    public string Clean(string text)
    {
        foreach (string? secret in _secrets)
        {
            if (!string.IsNullOrEmpty(secret))
            {
                // As it is, and as it stands in a query or a form.
                text = text.Replace(secret, "***").Replace(Uri.EscapeDataString(secret), "***");
            }
        }

        text = text.Replace('\r', ' ').Replace('\n', ' ').Trim();
        return text.Length > LongestDetail ? string.Concat(text.Substring(0, LongestDetail), "…") : text;
    }
}
