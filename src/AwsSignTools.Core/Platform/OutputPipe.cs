using System;
using System.IO;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace AwsSignTools.Platform;

/// <summary>
/// A named pipe of Unix that is written to. It may wait for its reader, to come and to take what is in the pipe, and a cancellation ends either wait.
/// </summary>
internal sealed class OutputPipe : Stream
{
    private const int PollMilliseconds = 20;

    private readonly SafeFileHandle _pipe;
    private readonly CancellationToken _cancellation;

    /// <summary>Waits for a reader and opens the pipe.</summary>
    /// <param name="path">The pipe.</param>
    /// <param name="cancellation">Stops the waiting, here and in <see cref="Write"/>.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public OutputPipe(string path, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        cancellation.ThrowIfCancellationRequested();
        SafeFileHandle? pipe = UnixFile.TryOpenPipe(path);
        while (pipe is null)
        {
            _ = cancellation.WaitHandle.WaitOne(PollMilliseconds);
            cancellation.ThrowIfCancellationRequested();
            pipe = UnixFile.TryOpenPipe(path);
        }

        _pipe = pipe;
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The reader is gone.</exception>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ReadOnlySpan<byte> rest = buffer.AsSpan(offset, count);
        while (!rest.IsEmpty)
        {
            _cancellation.ThrowIfCancellationRequested();
            int length = UnixFile.Write(_pipe, rest);
            if (length < 0)
            {
                UnixFile.WaitToWrite(PollMilliseconds, _pipe);
            }

            rest = rest.Slice(Math.Max(0, length));
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipe.Dispose();
        }

        base.Dispose(disposing);
    }
}
