using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;

namespace AwsSignTools.Sdk;

/// <summary>Makes the HTTP clients of the SDK, and reads the server's clock off each answer (RFC 9110 section 6.6.1).</summary>
internal sealed class ClockObservingClientFactory : HttpClientFactory
{
    /// <summary>How far the server's clock is ahead of this machine's; null before the first answer.</summary>
    public TimeSpan? ClockOffset { get; private set; }

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Observer(this)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Observer(ClockObservingClientFactory factory) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Headers.Date is { } date)
            {
                // The header has whole seconds: the middle of its second is the best guess.
                factory.ClockOffset = date.AddSeconds(0.5) - DateTimeOffset.UtcNow;
            }

            return response;
        }
    }
}
