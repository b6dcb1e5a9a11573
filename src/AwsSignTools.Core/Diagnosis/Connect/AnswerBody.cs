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

namespace AwsSignTools.Diagnosis.Connect;

/// <summary>Reads the body of an answer, as much of it as comes within the limits, and what it says of an error. Never throws for what is in it.</summary>
internal static class AnswerBody
{
    private const int LongestBody = 16 * 1024;
    private const int LongestMessage = 2048;

    /// <summary>Reads the first part of a stream; a time limit or a connection that breaks ends it where it is.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, CancellationToken limit)
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
            // What has come is worth showing; the status is known already.
        }

        Array.Resize(ref buffer, length);
        return buffer;
    }

    /// <summary>Takes the body, and what it says, into the result.</summary>
    public static void Take(ConnectionRun run, byte[] bytes, string? contentType, string? contentEncoding)
    {
        ConnectionResult result = run.Result;
        byte[] plain = string.Equals(contentEncoding, "gzip", StringComparison.OrdinalIgnoreCase) ? Unzip(bytes) : bytes;
        if (Decode(plain, contentType) is not { } text)
        {
            return;
        }

        result.Body = run.Clean(text);
        if (result.Connected)
        {
            return;
        }

        if (CredentialJson.TryParse(text) is { } json)
        {
            result.ErrorType ??= run.CleanErrorType(json["__type"] as string ?? json["code"] as string);
            result.ErrorMessage = Message(run, json["message"] as string ?? (json["Error"] as IDictionary)?["message"] as string);
            return;
        }

        result.ErrorType ??= run.CleanErrorType(Element(text, "Code"));
        result.ErrorMessage = Message(run, Element(text, "Message"));
        result.RequestId ??= Element(text, "RequestId") is { } id ? run.Clean(id) : null;
    }

    /// <summary>The text of bytes; null where there are none, or they are no text.</summary>
    public static string? Decode(byte[] bytes, string? contentType)
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
    private static string? Element(string text, string name)
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

    private static string? Message(ConnectionRun run, string? message) => string.IsNullOrEmpty(message) ? null
        : run.Clean(message!.Length > LongestMessage ? $"{message.Substring(0, LongestMessage)}…" : message);

    private static byte[] Unzip(byte[] bytes)
    {
        using GZipStream unzipped = new(new MemoryStream(bytes), CompressionMode.Decompress);
        return ReadAsync(unzipped, default).GetAwaiter().GetResult();
    }
}
