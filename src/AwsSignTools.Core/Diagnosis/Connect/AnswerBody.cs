using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Json;
using AwsSignTools.Platform;

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Reads the body of an answer, as much of it as arrives within the limits, and the error in it. No body makes it throw.</summary>
internal static class AnswerBody
{
    private const int LongestBody = 16 * 1024;
    private const int LongestMessage = 2048;

    /// <summary>Records the head of an answer, then its body and the error that the body describes.</summary>
    public static async Task RecordAsync(ConnectionRun run, HttpAnswer answer)
    {
        run.RecordHead(answer);
        run.Result.Connected = !run.Target.IsWebSocket && answer.IsSuccess;

        // .NET Framework does not stop a read when it is told to: closing the answer does.
        using CancellationTokenRegistration closing = run.Limit.Register(answer.Dispose);
        using Stream body = await answer.OpenBodyAsync().ConfigureAwait(false);
        byte[] bytes = await ReadAsync(body, run.Limit).ConfigureAwait(false);
        if (string.Equals(answer.FindHeader("Content-Encoding"), "gzip", StringComparison.OrdinalIgnoreCase))
        {
            using GZipStream unzipped = new(new MemoryStream(bytes), CompressionMode.Decompress);
            bytes = await ReadAsync(unzipped, default).ConfigureAwait(false);
        }

        if (Decode(bytes, answer.FindHeader("Content-Type")) is { } text)
        {
            run.Result.Body = run.Clean(text);
            if (!run.Result.Connected)
            {
                RecordError(run, text);
            }
        }
    }

    private static void RecordError(ConnectionRun run, string text)
    {
        ConnectionResult result = run.Result;
        if (JsonDictionary.TryParse(text) is { } json)
        {
            result.ErrorType ??= run.CleanErrorType(json["__type"] as string ?? json["code"] as string);
            result.ErrorMessage = CleanMessage(run, json["message"] as string ?? (json["Error"] as IDictionary)?["message"] as string);
            return;
        }

        result.ErrorType ??= run.CleanErrorType(FindElement(text, "Code"));
        result.ErrorMessage = CleanMessage(run, FindElement(text, "Message"));
        result.RequestId ??= FindElement(text, "RequestId") is { } id ? run.Clean(id) : null;
    }

    // The start of a stream; a time limit or a connection that breaks ends it where it is.
    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken limit)
    {
        byte[] buffer = new byte[LongestBody];
        int length = 0;
        try
        {
            while (length < buffer.Length)
            {
                // The overload over memory is not in netstandard2.0.
#pragma warning disable CA1835
                int read = await stream.ReadAsync(buffer, length, buffer.Length - length, limit).ConfigureAwait(false);
#pragma warning restore CA1835
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidDataException or WebException or ObjectDisposedException)
        {
            // What has arrived is worth showing; the status is known already.
        }

        Array.Resize(ref buffer, length);
        return buffer;
    }

    // Null if there is nothing, or if it is not text.
    private static string? Decode(byte[] bytes, string? contentType)
    {
        if (bytes.Length == 0 || Array.IndexOf(bytes, (byte)0) >= 0)
        {
            return null;
        }

        bool isLatin = contentType is not null && CultureInfo.InvariantCulture.CompareInfo.IndexOf(contentType, "iso-8859-1", CompareOptions.OrdinalIgnoreCase) >= 0;
        string text = isLatin ? Encoding.GetEncoding("iso-8859-1").GetString(bytes) : Encoding.UTF8.GetString(bytes);
        return text.TrimStart('\uFEFF');
    }

    // The text of an XML element. Not by an XML reader: a server that is not AWS's may send any XML, and half of it.
    private static string? FindElement(string text, string name)
    {
        int start = text.IndexOf($"<{name}>", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += name.Length + 2;
        int end = text.IndexOf($"</{name}>", start, StringComparison.Ordinal);
        return end < 0 ? null : text.Substring(start, end - start)
            .Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&apos;", "'").Replace("&amp;", "&");
    }

    // What is cut first may have a part of a secret at its end that nobody knows again.
    private static string? CleanMessage(ConnectionRun run, string? message)
    {
        string? clean = run.CleanOrNull(message);
        return clean?.Length > LongestMessage ? $"{clean.Substring(0, LongestMessage)}…" : clean;
    }
}
