using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace AwsSignTools.Platform;

/// <summary>
/// A file, pipe or device that is read from its start. Whatever it is, a cancellation stops the opening and the reading, on the thread that reads:
/// no thread and no descriptor is left behind.
/// </summary>
internal sealed class InputFile : Stream
{
    private const int PollMilliseconds = 20;

    private readonly string _path;
    private readonly CancellationToken _cancellation;

    // One of the two.
    private readonly SafeFileHandle? _unix;
    private readonly FileStream? _windows;

    // A named pipe that nobody has opened for writing reads as one that has ended.
    private bool _awaitsWriter;
    private long _position;

    private InputFile(string path, FileShare share, CancellationToken cancellation)
    {
        _path = path;
        _cancellation = cancellation;
        if (Directory.Exists(path))
        {
            throw new IOException("It is a folder.");
        }

        // Before the file is open: should this fail, nothing is to be closed.
        FileInfo info = new(path);
        KnownLength = info.Exists ? info.Length : 0;
        if (UnixFile.IsPlatform)
        {
            _unix = UnixFile.Open(path, share);
            _awaitsWriter = !UnixFile.IsOpenDescriptor(path) && FileFacts.Read(path) is { Kind: FileKind.Pipe };
        }
        else
        {
            _windows = new FileStream(path, FileMode.Open, FileAccess.Read, share | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous);
        }
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>How long the file was when it was opened; 0 for a pipe or a device.</summary>
    public long KnownLength { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile, besides putting another in its place.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="ArgumentException">It is no path.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static InputFile Open(string path, FileShare share, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new InputFile(Path.GetFullPath(path), share, cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int length = count == 0 ? 0 : _unix is not null ? ReadOnUnix(_unix, buffer.AsSpan(offset, count)) : ReadOnWindows(_windows!, buffer, offset, count);
        _position += length;
        return length;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unix?.Dispose();
            _windows?.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadOnUnix(SafeFileHandle file, Span<byte> buffer)
    {
        bool neverWaits = UnixFile.NeverWaits(_path);
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (neverWaits || UnixFile.Wait(PollMilliseconds, file) != Readiness.None)
            {
                int length = UnixFile.Read(file, buffer);
                if (length > 0 || (length == 0 && !_awaitsWriter))
                {
                    _awaitsWriter = false;
                    return length;
                }

                // Nothing yet, but from somebody who may write.
                _awaitsWriter &= length == 0;
                switch (UnixFile.Wait(PollMilliseconds, file))
                {
                    case Readiness.HungUp:
                        _awaitsWriter = false;
                        break;
                    case Readiness.Ready when _awaitsWriter:
                        _ = _cancellation.WaitHandle.WaitOne(PollMilliseconds);
                        break;
                    default:
                        break;
                }
            }
        }
    }

    private int ReadOnWindows(FileStream file, byte[] buffer, int offset, int count)
    {
        _cancellation.ThrowIfCancellationRequested();

        // .NET Framework does not stop a read when it is told to: closing the file does.
        using CancellationTokenRegistration closing = _cancellation.Register(static state => ((FileStream)state!).Dispose(), file);
        try
        {
            return file.ReadAsync(buffer, offset, count, _cancellation).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }
}
