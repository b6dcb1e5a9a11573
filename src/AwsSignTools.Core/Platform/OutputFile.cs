using System;
using System.IO;
using System.Threading;

namespace AwsSignTools.Platform;

/// <summary>
/// Where a stream of bytes goes. A file that is there is replaced when the stream is complete, and stays as it was if it does not come so far. A
/// new file, which has nothing to lose, a pipe and a device get the bytes as they come.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly StagedFile? _staged;
    private readonly string? _newPath;
    private bool _isComplete;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file; a symbolic link is followed.</param>
    /// <param name="cancellation">Stops the waiting for a pipe's reader, when it is opened and when it is full.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public OutputFile(string path, CancellationToken cancellation)
    {
        string target = FileFacts.FindTarget(path);
        if (NativeFile.IsUnix && !FileFacts.IsDescriptor(target) && FileFacts.Read(target) is { Kind: FileKind.Pipe })
        {
            Stream = new OutputPipe(target, cancellation);
        }
        else if (FileFacts.IsDescriptor(target) || FileFacts.Read(target) is { Kind: not FileKind.Regular })
        {
            Stream = Create(path, FileMode.Create);
        }
        else if (!FileFacts.IsThere(target))
        {
            Stream = Create(target, FileMode.CreateNew);
            _newPath = target;
        }
        else
        {
            // A rename asks the folder alone: what is read-only is not replaced.
            new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
            _staged = TryStage(target);
            Stream = _staged?.Stream ?? Create(target, FileMode.Create);
        }
    }

    /// <summary>Writes the bytes.</summary>
    public Stream Stream { get; }

    /// <summary>True if reading a file would read what is written, or what is to be replaced. Nothing is kept in a terminal or socket, so it is neither.</summary>
    public static bool IsInput(string inputPath, string outputPath, OutputFile? output) =>
        FileFacts.Read(inputPath) is not { Kind: FileKind.Stream }
        && (FileFacts.IsSameFile(inputPath, outputPath)
            || (output?._staged?.Temporary is { } temporary && FileFacts.IsSameFile(inputPath, temporary)));

    /// <summary>Ends the stream, and puts it in the place of a file that it replaces.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Complete()
    {
        if (_staged is null)
        {
            Stream.Dispose();
        }
        else
        {
            _staged.Complete();
            _staged.Place(overwrite: true);
        }

        _isComplete = true;
    }

    /// <summary>Closes a stream that is not complete. A new file keeps what was written; one to be replaced stays as it was.</summary>
    public void Dispose()
    {
        try
        {
            _staged?.Dispose();
            Stream.Dispose();
            if (!_isComplete && _newPath is not null && new FileInfo(_newPath) is { Exists: true, Length: 0 } empty)
            {
                empty.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Why it cannot be written was reported when it was written.
        }
    }

    private static FileStream Create(string path, FileMode mode) => new(path, mode, FileAccess.Write, FileShare.Read, StagedFile.BufferSize);

    // Null in a folder where this user may not make a file: there the bytes go into the file itself.
    private static StagedFile? TryStage(string target)
    {
        try
        {
            return new StagedFile(target, isPrivate: false);
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (NativeFile.IsUnix && e.HResult == NativeFile.ReadOnlySystem))
        {
            return null;
        }
    }
}
