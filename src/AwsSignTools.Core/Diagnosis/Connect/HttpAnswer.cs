using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Takes an HTTP answer into the result.</summary>
internal static class HttpAnswer
{
    /// <summary>Takes its head, then as much of its body as comes within the limits.</summary>
    public static async Task TakeAsync(ConnectionRun run, HttpResponseMessage response)
    {
        TakeHead(run, response);
        run.Result.Connected = !run.Target.IsWebSocket && response.IsSuccessStatusCode;
        using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        AnswerBody.Take(
            run, await AnswerBody.ReadAsync(body, run.Limit).ConfigureAwait(false), Header(response, "Content-Type"), Header(response, "Content-Encoding"));
    }

    /// <summary>Takes its head.</summary>
    public static void TakeHead(ConnectionRun run, HttpResponseMessage response) =>
        run.Answered((int)response.StatusCode, response.ReasonPhrase, name => Header(response, name));

    /// <summary>A header as it came; null where it is missing.</summary>
    public static string? Header(HttpResponseMessage response, string name)
    {
        // The headers of the body have a collection of their own, which refuses the names of others.
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
