using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Threading.Tasks;
using AwsSignTools.Findings;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Aws;

/// <summary>
/// Asks an API of AWS, signed by our own signer. Asks again, after a pause with jitter, if the service throttles, fails or is not reached and the
/// time limit allows it; signs once more with the service's time if the service rejects this machine's.
/// </summary>
/// <param name="now">This machine's time.</param>
internal sealed class AwsClient(Func<DateTimeOffset> now)
{
    private const int MaxAttempts = 3;

    // The service's time decides only if it explains the rejection: services accept a signature for five minutes at least.
    private static readonly TimeSpan ToleratedSkew = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ThrottlePause = TimeSpan.FromMilliseconds(500);

    // AWS SDKs and Tools Reference Guide, "Retry behavior".
    private static readonly string[] ThrottlingCodes =
    [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled", "TooManyRequestsException",
        "ProvisionedThroughputExceededException", "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
        "LimitExceededException", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
    ];

    // STS reports by the last that it could not ask the identity provider.
    private static readonly string[] TransientCodes = ["RequestTimeout", "RequestTimeoutException", "InternalError", "IDPCommunicationError"];

    private static readonly string[] ClockCodes = ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"];
    private static readonly string[] SignatureCodes = ["SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure"];

    /// <summary>Asks, and returns an answer that is no error.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The time limit and what stops the call.</param>
    /// <exception cref="AwsServiceException">The service refused, was not reached, or answered more than the request allows.</exception>
    /// <exception cref="OperationCanceledException">The time is up, or the user stopped.</exception>
    public Task<AwsAnswer> SendAsync(AwsRequest request, CallLimit limit) => ExchangeAsync(request, limit, throwsRefusal: true);

    /// <summary>Asks, and returns the last answer, an error too.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<AwsAnswer> ExchangeAsync(AwsRequest request, CallLimit limit) => ExchangeAsync(request, limit, throwsRefusal: false);

    /// <summary>The refusal that an answer is.</summary>
    public static AwsServiceException Refusal(AwsRequest request, AwsAnswer answer)
    {
        (string? code, string? message) = AwsAnswerReader.ReadError(answer);
        return new AwsServiceException(
            ServiceFailure.Refused,
            code is null ? null : request.Clean(code),
            string.IsNullOrWhiteSpace(message) ? answer.StatusText + "." : request.Clean(message!),
            answer.ClockOffset);
    }

    private async Task<AwsAnswer> ExchangeAsync(AwsRequest request, CallLimit limit, bool throwsRefusal)
    {
        TimeSpan correction = TimeSpan.Zero;
        bool isCorrected = false;
        for (int attempt = 1; ; attempt++)
        {
            AwsAnswer answer;
            TimeSpan pause;
            try
            {
                answer = await SendOnceAsync(request, correction, limit).ConfigureAwait(false);
                if (answer.IsSuccess)
                {
                    return answer;
                }

                (string? code, _) = AwsAnswerReader.ReadError(answer);
                if (!isCorrected && request.Credential is not null && answer.ClockOffset is { } offset && IsClockRefusal(code, offset))
                {
                    isCorrected = true;
                    correction = offset;
                    attempt--;
                    continue;
                }

                bool isThrottled = answer.Status == 429 || Has(ThrottlingCodes, code);
                pause = answer.RetryAfter ?? PauseAfter(attempt, isThrottled ? ThrottlePause : FailurePause);
                if (attempt == MaxAttempts || pause >= limit.Remaining || !(isThrottled || answer.Status >= 500 || Has(TransientCodes, code)))
                {
                    return throwsRefusal ? throw Refusal(request, answer) : answer;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException)
            {
                // A call that was stopped fails in one way or another.
                limit.Token.ThrowIfCancellationRequested();
                pause = PauseAfter(attempt, FailurePause);
                if (attempt == MaxAttempts || pause >= limit.Remaining || IsTlsFailure(e))
                {
                    throw Unreachable(request, e);
                }
            }

            await Task.Delay(pause, limit.Token).ConfigureAwait(false);
        }
    }

    private async Task<AwsAnswer> SendOnceAsync(AwsRequest request, TimeSpan correction, CallLimit limit)
    {
        using HttpRequestMessage message = CreateMessage(request, now() + correction);
        HttpMessageInvoker http = request.IsLocal ? ServiceHttp.Local : ServiceHttp.Internet;
        using HttpResponseMessage response = await http.SendAsync(message, limit.Token).ConfigureAwait(false);

        // The header has whole seconds: the middle of its second is the best guess.
        TimeSpan? offset = response.Headers.Date is { } date ? date.AddSeconds(0.5) - now() : null;
        byte[]? body = await ServiceHttp.ReadAsync(response, request.MaxAnswerBytes, limit.Token).ConfigureAwait(false);
        AwsAnswer answer = new(
            (int)response.StatusCode,
            body is null ? string.Empty : Decode(body),
            response.Headers.TryGetValues("x-amzn-ErrorType", out IEnumerable<string>? types) ? string.Join(",", types) : null,
            RetryAfter(response.Headers),
            offset);
        return body is not null || !answer.IsSuccess
            ? answer
            : throw new AwsServiceException(
                ServiceFailure.AnswerInvalid, null, $"it is longer than {request.MaxAnswerBytes / 1024} KiB.", offset);
    }

    private static HttpRequestMessage CreateMessage(AwsRequest request, DateTimeOffset signingTime)
    {
        try
        {
            string url = request.Endpoint.UrlOf(request.Api);
            url = request.Path.Length == 0 ? url : url.TrimEnd('/');

            // Not shown, since a URL may have a password.
            if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps))
            {
                throw new AwsServiceException(ServiceFailure.Unreachable, null, "the endpoint that the settings name is no http nor https URL.");
            }

            byte[] body = request.Body ?? [];
            HttpRequestMessage message = request.Credential is null
                ? new(new HttpMethod(request.Method), ExactUri.Create(url + request.Path + QueryOf(request), out _))
                : Sign(request, url, body, signingTime);
            if (request.Body is not null)
            {
                message.Content = new ByteArrayContent(body);
            }

            foreach (KeyValuePair<string, string> header in request.Headers)
            {
                Add(message, header.Key, header.Value);
            }

            _ = message.Headers.TryAddWithoutValidation("User-Agent", "AwsSignTools");
            return message;
        }
        catch (InvalidInputException e)
        {
            throw new AwsServiceException(ServiceFailure.Unreachable, null, e.Finding.Message);
        }
        catch (UriFormatException)
        {
            throw new AwsServiceException(ServiceFailure.Unreachable, null, "the endpoint that the settings name is no http nor https URL.");
        }
    }

    private static HttpRequestMessage Sign(AwsRequest request, string url, byte[] body, DateTimeOffset signingTime)
    {
        RequestUri uri = RequestUri.Parse(url);
        SignableRequest signable = new(
            request.Method, uri.Endpoint, uri.Path + request.Path, request.Query, request.Headers, PayloadHash.Of(body));
        SignedRequest signed = new SigV4HeaderSigner(request.Api.SigningName).Sign(signable, request.Credential!, request.Endpoint.Region, signingTime);
        request.AddSecret(signed.Signature);
        HttpRequestMessage message = new(new HttpMethod(request.Method), ExactUri.Create(signed.Url, out _));
        foreach (string name in new[] { "X-Amz-Date", "X-Amz-Security-Token", "Authorization" })
        {
            if (signed.Headers[name] is string value)
            {
                _ = message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        HttpHeaders headers = name == "Content-Type" ? message.Content!.Headers : message.Headers;
        if (value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0 || !headers.TryAddWithoutValidation(name, value))
        {
            throw new AwsServiceException(
                ServiceFailure.Refused, null, $"it was not asked, since the value of the header {name} has a character that no header has.");
        }
    }

    private static string QueryOf(AwsRequest request)
    {
        StringBuilder query = new();
        foreach (QueryParameter parameter in request.Query)
        {
            _ = query.Append(query.Length == 0 ? '?' : '&').Append(PercentEncoding.Encode(parameter.Name)).Append('=').Append(PercentEncoding.Encode(parameter.Value));
        }

        return query.ToString();
    }

    private static string Decode(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body);
        return text.Length > 0 && text[0] == '\uFEFF' ? text.Substring(1) : text;
    }

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        TimeSpan? wait = headers.RetryAfter is not { } after ? null
            : after.Delta ?? (after.Date is { } date && headers.Date is { } serverTime ? date - serverTime : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    // Twice as long each time, and somewhere between half of that and the whole, so that many clients do not come back at once.
    private static TimeSpan PauseAfter(int attempt, TimeSpan first)
    {
        byte[] random = new byte[2];
        PlatformCrypto.FillRandom(random);
        double part = 0.5 + (BitConverter.ToUInt16(random, 0) / (2.0 * ushort.MaxValue));
        return TimeSpan.FromTicks((long)((first.Ticks << (attempt - 1)) * part));
    }

    private static bool IsClockRefusal(string? code, TimeSpan offset) =>
        Has(ClockCodes, code) || (Has(SignatureCodes, code) && offset.Duration() > ToleratedSkew);

    private static bool Has(string[] codes, string? code) => code is not null && Array.IndexOf(codes, code) >= 0;

    // A certificate that is not trusted is not trusted the next time either.
    private static bool IsTlsFailure(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException)
            {
                return true;
            }
        }

        return false;
    }

    // The innermost says what happened; the host is named without the user name and password that a URL may have.
    private static AwsServiceException Unreachable(AwsRequest request, Exception exception)
    {
        string host = new Uri(request.Endpoint.UrlOf(request.Api)).Authority;
        if (HttpFailure.Classify(exception) == HttpFailureKind.Proxy)
        {
            // The platform's words name the proxy, with the user name and password that its setting may have.
            string status = HttpFailure.FindProxyStatus(exception) is { } answered ? $" and answers {answered}" : string.Empty;
            return new AwsServiceException(ServiceFailure.Unreachable, null, $"{host}: the proxy does not let the connection through{status}.");
        }

        return new AwsServiceException(ServiceFailure.Unreachable, null, request.Clean($"{host}: {exception.GetBaseException().Message}"));
    }
}
