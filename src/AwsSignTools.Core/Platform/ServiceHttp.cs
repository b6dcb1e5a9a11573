using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace AwsSignTools.Platform;

/// <summary>
/// The HTTP by which services are asked: no redirect is followed, no cookie and no login sent, TLS verified as the platform does. One sender of
/// each kind serves the process, so that connections are used again.
/// </summary>
internal static class ServiceHttp
{
    private static HttpMessageInvoker? _internet;
    private static HttpMessageInvoker? _local;

    /// <summary>Asks through the system's proxy, if there is one.</summary>
    public static HttpMessageInvoker Internet => _internet ?? Publish(ref _internet, useProxy: true);

    /// <summary>Asks a service beside this machine, never through a proxy.</summary>
    public static HttpMessageInvoker Local => _local ?? Publish(ref _local, useProxy: false);

    /// <summary>Closes the connections. The next call makes new ones.</summary>
    public static void Close()
    {
        Interlocked.Exchange(ref _internet, null)?.Dispose();
        Interlocked.Exchange(ref _local, null)?.Dispose();
    }

    /// <summary>Reads a body.</summary>
    /// <param name="response">The response, of which only the headers were read.</param>
    /// <param name="maxBytes">The longest body.</param>
    /// <param name="cancellation">Stops the reading, at once.</param>
    /// <returns>The body; null for a longer one, of which no more is read.</returns>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellation)
    {
        if (response.Content is not { } content)
        {
            return [];
        }

        if (content.Headers.ContentLength > maxBytes)
        {
            return null;
        }

        // .NET Framework does not stop a read when it is told to: closing the response does.
        using CancellationTokenRegistration closing = cancellation.Register(static state => ((HttpResponseMessage)state!).Dispose(), response);
#if NET
        using Stream stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
#else
        using Stream stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        byte[] buffer = new byte[Math.Min(maxBytes, 8 * 1024) + 1];
        int length = 0;
        while (true)
        {
#if NET
            int read = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
#else
            int read = await stream.ReadAsync(buffer, length, buffer.Length - length, cancellation).ConfigureAwait(false);
#endif
            if (read == 0)
            {
                byte[] body = buffer.AsSpan(0, length).ToArray();
                PlatformCrypto.Zero(buffer);
                return body;
            }

            length += read;
            if (length > maxBytes)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                byte[] longer = new byte[Math.Min(maxBytes + 1, length * 2)];
                buffer.CopyTo(longer, 0);
                PlatformCrypto.Zero(buffer);
                buffer = longer;
            }
        }
    }

    private static HttpMessageInvoker Publish(ref HttpMessageInvoker? place, bool useProxy)
    {
        HttpMessageInvoker made = new(CreateHandler(useProxy));
        if (Interlocked.CompareExchange(ref place, made, null) is { } earlier)
        {
            made.Dispose();
            return earlier;
        }

        return made;
    }

#if NET
    private static SocketsHttpHandler CreateHandler(bool useProxy) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = useProxy,
        MaxResponseDrainSize = 0,

        // The requests of one credential follow each other at once; a connection is not kept for longer.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),

        // No tracing header of the host's goes to AWS, and the tracing is not loaded.
        ActivityHeadersPropagator = null,
    };
#else
    private static HttpClientHandler CreateHandler(bool useProxy) => new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = useProxy };
#endif
}
