using System;
using System.IO;
using System.Threading;

namespace AwsSignTools.Platform;

/// <summary>How long a read may take, and what stops it.</summary>
/// <param name="Time">The time limit.</param>
/// <param name="Cancellation">What the user stops.</param>
internal readonly record struct ReadLimit(TimeSpan Time, CancellationToken Cancellation);

/// <summary>
/// Reads whole files that others name, such as settings, keys and tokens: no more of one than it may have, and no longer than a time limit. A pipe is
/// read to its end; a device that has none is refused by its length.
/// </summary>
internal static class BoundedFile
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Reads a file. No buffer keeps a copy of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How long it may be.</param>
    /// <param name="limit">How long the reading may take, and what stops it.</param>
    /// <exception cref="ArgumentException">It is no path.</exception>
    /// <exception cref="FileTooLargeException">It is longer.</exception>
    /// <exception cref="IOException">It cannot be read, or not within the time limit.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="OperationCanceledException">The user stopped.</exception>
    public static byte[] Read(string path, int maxBytes, ReadLimit limit)
    {
        TimeSpan time = limit.Time < TimeSpan.Zero ? TimeSpan.Zero : limit.Time > LongestTime ? LongestTime : limit.Time;
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Cancellation);
        ending.CancelAfter(time);
        try
        {
            using InputFile file = InputFile.Open(path, FileShare.Read, ending.Token);
            return Read(file, maxBytes);
        }
        catch (OperationCanceledException) when (!limit.Cancellation.IsCancellationRequested)
        {
            throw new IOException($"It was not read to its end within {time.TotalSeconds:0.#} s.");
        }
    }

    /// <summary>Reads a file of text: UTF-8, or what its byte order mark says.</summary>
    /// <inheritdoc cref="Read(string, int, ReadLimit)"/>
    public static string ReadText(string path, int maxBytes, ReadLimit limit)
    {
        byte[] bytes = Read(path, maxBytes, limit);
        try
        {
            return Text.Decode(bytes, bytes.Length);
        }
        finally
        {
            PlatformCrypto.Zero(bytes);
        }
    }

    private static byte[] Read(InputFile file, int maxBytes)
    {
        byte[] buffer = new byte[(int)Math.Min(maxBytes, Math.Max(file.KnownLength, 4096)) + 1];
        int length = 0;
        try
        {
            for (int read = file.Read(buffer, 0, buffer.Length); read > 0; read = file.Read(buffer, length, buffer.Length - length))
            {
                length += read;
                if (length > maxBytes)
                {
                    throw new FileTooLargeException(maxBytes);
                }

                if (length == buffer.Length)
                {
                    byte[] larger = new byte[(int)Math.Min(maxBytes + 1L, length * 2L)];
                    buffer.CopyTo(larger, 0);
                    PlatformCrypto.Zero(buffer);
                    buffer = larger;
                }
            }

            return buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            PlatformCrypto.Zero(buffer);
        }
    }
}

/// <summary>A file is longer than it may be.</summary>
/// <param name="maxBytes">How long it may be.</param>
internal sealed class FileTooLargeException(int maxBytes) : IOException($"It is larger than {maxBytes} bytes.");
