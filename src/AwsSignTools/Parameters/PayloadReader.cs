using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using AwsSignTools.Errors;
using AwsSignTools.EventStream;
using AwsSignTools.Platform;

namespace AwsSignTools.Parameters;

/// <summary>
/// Makes payloads of what comes down a pipeline: a byte array or a string is one, single bytes are gathered, a file is read piece by
/// piece. A payload is valid until the next is asked for.
/// </summary>
/// <param name="chunkSize">The length of the payloads that single bytes and files are cut into.</param>
/// <param name="longest">The longest payload; what is longer is cut into several.</param>
internal sealed class PayloadReader(int chunkSize, int longest)
{
    // U+FFFD in the place of what cannot be sent would be a silent change of the payload.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ByteGatherer _gathered = new(Math.Min(chunkSize, longest));

    /// <summary>The payloads that one value completes.</summary>
    /// <exception cref="Findings.InvalidInputException"><c>EventStreamInputInvalid</c>: the value is nothing to frame.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Read(object? value)
    {
        value = Unwrapped.Of(value);
        if (value is byte single)
        {
            return _gathered.Add(single) ? [_gathered.Take()] : [];
        }

        return After(Flush(), value switch
        {
            byte[] bytes => Cut(bytes),
            string text => Cut(ToUtf8(text)),
            _ => throw ErrorRecords.Exception(
                "EventStreamInputInvalid",
                value,
                $"{(value is null ? "Null" : "A " + value.GetType().FullName)} cannot be framed.",
                "Give a byte[], bytes or a string, or a file as -Path; make text of an object first, such as with ConvertTo-Json."),
        });
    }

    /// <summary>The bytes that are gathered and not yet a full payload; nothing where there are none.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Flush() => _gathered.Take() is { Length: > 0 } rest ? [rest] : [];

    /// <summary>The pieces of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onRead">Receives the file after each piece.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> ReadFile(string path, Action<InputFile> onRead, CancellationToken cancellation)
    {
        using InputFile file = InputFile.Open(path, FileShare.ReadWrite, cancellation);
        byte[] chunk = new byte[Math.Min(chunkSize, longest)];
        for (int length = Fill(file, chunk); length > 0; length = Fill(file, chunk))
        {
            yield return chunk.AsMemory(0, length);
            onRead(file);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> After(IEnumerable<ReadOnlyMemory<byte>> first, IEnumerable<ReadOnlyMemory<byte>> second)
    {
        foreach (ReadOnlyMemory<byte> payload in first)
        {
            yield return payload;
        }

        foreach (ReadOnlyMemory<byte> payload in second)
        {
            yield return payload;
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] bytes)
    {
        if (bytes.Length <= longest)
        {
            yield return bytes;
            yield break;
        }

        for (int start = 0; start < bytes.Length; start += longest)
        {
            yield return bytes.AsMemory(start, Math.Min(longest, bytes.Length - start));
        }
    }

    private static byte[] ToUtf8(string text)
    {
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw ErrorRecords.Exception(
                "TextInvalid", text, "The text has half of a surrogate pair, which no UTF-8 can carry.", "Give text that is valid Unicode.");
        }
    }

    private static int Fill(InputFile file, byte[] chunk)
    {
        int length = 0;
        for (int read = -1; read != 0 && length < chunk.Length; length += read)
        {
            read = file.Read(chunk, length, chunk.Length - length);
        }

        return length;
    }
}
