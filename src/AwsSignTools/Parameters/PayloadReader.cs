using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using AwsSignTools.Errors;
using AwsSignTools.EventStream;

namespace AwsSignTools.Parameters;

/// <summary>
/// Makes payloads of what comes down a pipeline: a byte array or a string is one, single bytes are gathered, a file is read piece by
/// piece. A payload is valid until the next is asked for.
/// </summary>
internal sealed class PayloadReader(int chunkSize)
{
    // U+FFFD in the place of what cannot be sent would be a silent change of the payload.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ByteGatherer _gathered = new(chunkSize);

    /// <summary>The payloads that one value completes.</summary>
    /// <exception cref="Findings.InvalidInputException"><c>EventStreamInputInvalid</c>: the value is nothing to frame.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Read(object? value)
    {
        value = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (value is byte single)
        {
            return _gathered.Add(single) ? [_gathered.Take()] : [];
        }

        return After(Flush(), value switch
        {
            byte[] bytes => [bytes],
            string text => [ToUtf8(text)],
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
    /// <param name="onRead">Is told after each piece; null for nobody.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> ReadFile(string path, Action<FileStream>? onRead = null)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] chunk = new byte[chunkSize];
        for (int length = Fill(file, chunk); length > 0; length = Fill(file, chunk))
        {
            yield return chunk.AsMemory(0, length);
            onRead?.Invoke(file);
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

    private static int Fill(FileStream file, byte[] chunk)
    {
        int length = 0;
        for (int read = -1; read != 0 && length < chunk.Length; length += read)
        {
            read = file.Read(chunk, length, chunk.Length - length);
        }

        return length;
    }
}
