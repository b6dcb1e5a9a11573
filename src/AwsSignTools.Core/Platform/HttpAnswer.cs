using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
#if !NET
using System.Net;
#endif

namespace AwsSignTools.Platform;

/// <summary>The answer to an HTTP request: its head, and its body as far as it is read.</summary>
internal sealed class HttpAnswer : IDisposable
{
    private readonly Func<string, string?> _findHeader;
    private readonly Func<Task<Stream>> _openBody;
    private readonly IDisposable[] _owned;

    /// <summary>Wraps an answer of <see cref="HttpClient"/>'s handlers.</summary>
    /// <param name="response">The answer; disposed with this.</param>
    /// <param name="owned">What else is disposed with this.</param>
    public HttpAnswer(HttpResponseMessage response, params IDisposable[] owned)
        : this((int)response.StatusCode, response.ReasonPhrase, name => FindHeader(response, name), () => response.Content.ReadAsStreamAsync(), [response, .. owned])
    {
    }

    private HttpAnswer(int status, string? reasonPhrase, Func<string, string?> findHeader, Func<Task<Stream>> openBody, IDisposable[] owned)
    {
        Status = status;
        ReasonPhrase = reasonPhrase;
        _findHeader = findHeader;
        _openBody = openBody;
        _owned = owned;
    }

    /// <summary>The status.</summary>
    public int Status { get; }

    /// <summary>The text after the status.</summary>
    public string? ReasonPhrase { get; }

    /// <summary>True for a status from 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

#if !NET
    /// <summary>The 101 of a platform that does not show its headers.</summary>
    public static HttpAnswer CreateSwitchingProtocols() =>
        new(101, "Switching Protocols", static _ => null, static () => Task.FromResult(Stream.Null), []);

    /// <summary>Wraps an answer that .NET Framework gives with an exception.</summary>
    public static HttpAnswer FromWebResponse(HttpWebResponse response) =>
        new((int)response.StatusCode, response.StatusDescription, name => response.Headers[name], () => Task.FromResult(response.GetResponseStream()), [response]);
#endif

    /// <summary>The first value of a header; null if there is none.</summary>
    public string? FindHeader(string name) => _findHeader(name);

    /// <summary>Opens the body.</summary>
    public Task<Stream> OpenBodyAsync() => _openBody();

    /// <summary>Ends the exchange; the rest of the body is not read.</summary>
    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }

    private static string? FindHeader(HttpResponseMessage response, string name)
    {
        // The headers of the body have a collection of their own, which rejects the names of others.
        if (response.Headers.TryGetValues(name, out IEnumerable<string>? values)
            || (name.StartsWith("Content-", StringComparison.Ordinal) && response.Content is not null && response.Content.Headers.TryGetValues(name, out values)))
        {
            foreach (string value in values)
            {
                return value;
            }
        }

        return null;
    }
}
