using System;
using System.IO;
using AwsSignTools.EventStream;

namespace AwsSignTools.Commands;

/// <summary>Takes frames into a file, or into a named pipe whose reader gets each as soon as it is made.</summary>
/// <param name="path">The file; it stays as it is until it is opened.</param>
internal sealed class FrameFile(string path) : IDisposable
{
    private const int BufferSize = 65_536;

    private FileStream? _stream;
    private long _frames;
    private long _bytes;
    private string? _signature;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Opens the file, in the place of what was in it; nothing happens where it is open.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Open() => _stream ??= new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferSize);

    /// <summary>Writes a frame.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(EventStreamFrame frame)
    {
        Open();
        _stream!.Write(frame.Bytes, 0, frame.Length);
        if (!_stream.CanSeek)
        {
            _stream.Flush();
        }

        _frames++;
        _bytes += frame.Length;
        _signature = frame.Signature;
    }

    /// <summary>Closes the file and says what is in it.</summary>
    /// <exception cref="IOException">What was kept back cannot be written.</exception>
    public EventStreamSummary Complete()
    {
        _stream?.Dispose();
        return new EventStreamSummary(Path, _frames, _bytes, _signature);
    }

    /// <summary>Closes the file where it is left unfinished.</summary>
    public void Dispose()
    {
        try
        {
            _stream?.Dispose();
        }
        catch (IOException)
        {
            // Why it cannot be written was told when it was written.
        }
    }
}
