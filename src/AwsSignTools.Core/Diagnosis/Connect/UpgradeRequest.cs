using System;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>The request that opens a WebSocket (RFC 6455 section 4.1), and what makes its answer right.</summary>
internal sealed class UpgradeRequest(ConnectionRun run)
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int SwitchingProtocols = 101;

    private readonly string _key = Convert.ToBase64String(Guid.NewGuid().ToByteArray());

    /// <summary>Makes the request.</summary>
    public HttpRequestMessage Create(Uri uri)
    {
        HttpRequestMessage request = new(HttpMethod.Get, uri) { Version = new Version(1, 1) };
        _ = request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        _ = request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        _ = request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        _ = request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", _key);
        if (run.SubProtocol is { } subProtocol)
        {
            _ = request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", subProtocol);
        }

        return request;
    }

    /// <summary>Takes the answer into the result.</summary>
    /// <returns>True where the WebSocket is open.</returns>
    public async Task<bool> TakeAsync(HttpResponseMessage response)
    {
        if ((int)response.StatusCode != SwitchingProtocols)
        {
            await HttpAnswer.TakeAsync(run, response).ConfigureAwait(false);
            return false;
        }

        HttpAnswer.TakeHead(run, response);
        if (HttpAnswer.Header(response, "Sec-WebSocket-Accept")?.Trim() == Accept(_key)
            && string.Equals(HttpAnswer.Header(response, "Upgrade"), "websocket", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        Reject();
        return false;
    }

    /// <summary>Says that the answer is 101, and no WebSocket.</summary>
    public void Reject()
    {
        run.Result.IsAcceptWrong = true;
        run.Result.Failure = ConnectionFailure.Protocol;
        run.Result.FailureMessage = "The answer is 101, but its Upgrade or Sec-WebSocket-Accept header is not that of a WebSocket.";
    }

    // SHA-1 is no secret's guard here: RFC 6455 section 4.2.2 has it so.
#pragma warning disable CA5350, CA1850
    private static string Accept(string key)
    {
        using SHA1 sha1 = SHA1.Create();
        return Convert.ToBase64String(sha1.ComputeHash(Encoding.ASCII.GetBytes(key + KeySuffix)));
    }
#pragma warning restore CA5350, CA1850
}
