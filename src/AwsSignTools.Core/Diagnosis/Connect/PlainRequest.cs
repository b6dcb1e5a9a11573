using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>One request to an https or http URL.</summary>
internal static class PlainRequest
{
    /// <summary>Sends it.</summary>
    public static async Task RunAsync(ConnectionRun run)
    {
        using HttpMessageInvoker sender = HttpSender.Create(run);
        using HttpRequestMessage request = new(new HttpMethod(run.Options.Method), run.Target.Uri) { Version = new Version(1, 1) };
        foreach (KeyValuePair<string, string> header in run.Options.Headers)
        {
            // Some belong to a body, of which there is none; the server has to see them all the same.
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value))
            {
                request.Content ??= new ByteArrayContent([]);
                _ = request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        using HttpResponseMessage response = await sender.SendAsync(request, run.Limit).ConfigureAwait(false);
        await HttpAnswer.TakeAsync(run, response).ConfigureAwait(false);
    }
}
