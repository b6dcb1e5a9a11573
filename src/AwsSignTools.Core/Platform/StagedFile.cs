using System;
using System.IO;

namespace AwsSignTools.Platform;

/// <summary>
/// A file that is written beside its place under another name, and put in its place whole. Until then what was there stays as it was; after a
/// failure nothing is left of the new file.
/// </summary>
internal sealed class StagedFile : IDisposable
{
    private const string Prefix = ".AwsSignTools-";

    private readonly bool _isPrivate;
    private readonly string _target;
    private readonly string _folder;
    private string? _temporary;
    private string? _backup;

    /// <summary>Makes the file beside its place, with the permissions and owner of a file that it replaces unless it is private.</summary>
    /// <param name="path">Its place. A symbolic link stays, and the file that it leads to is replaced.</param>
    /// <param name="isPrivate">True if nobody but its owner may read it, from the moment it exists.</param>
    /// <exception cref="IOException">It cannot be made, or its place has something that is not a file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public StagedFile(string path, bool isPrivate)
    {
        _isPrivate = isPrivate;
        _target = FileFacts.FindTarget(path);
        FileFacts? replaced = FileFacts.Read(_target);

        // A rename onto a device would take it away from everybody, if root does it.
        if (FileFacts.IsDescriptor(_target) || replaced is { Kind: not (FileKind.Regular or FileKind.Directory) })
        {
            throw new IOException("It is a device or a pipe, not a file.");
        }

        if (replaced is { Kind: FileKind.Directory })
        {
            throw new IOException("It is a folder.");
        }

        // A name of its own, not one that is longer than the file's: that may be the longest there can be.
        _folder = Path.GetDirectoryName(_target) ?? throw new IOException("It is not the path of a file.");
        string prefix = Path.Combine(_folder, Prefix);
        if (isPrivate)
        {
            Stream = PrivateFile.Create(prefix, bufferSize: 0, out _temporary);
        }
        else if (NativeFile.IsUnix && replaced is { } facts)
        {
            // Private at first: the file that it replaces may be one that nobody else may read.
            Stream = PrivateFile.Create(prefix, BufferSize, out _temporary);
            NativeFile.SetAccessOnUnix(_temporary, facts);
        }
        else
        {
            _temporary = $"{prefix}{Guid.NewGuid():N}";
            Stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferSize);
        }
    }

    /// <summary>How much of a stream is gathered before it is written.</summary>
    public const int BufferSize = 65_536;

    /// <summary>Writes the contents.</summary>
    public FileStream Stream { get; }

    /// <summary>The file that is replaced, or made: where the symbolic links of the path lead.</summary>
    public string Target => _target;

    /// <summary>Where the file is until it is put in its place.</summary>
    public string? Temporary => _temporary;

    /// <summary>Writes all of the contents.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
#if NET
        Stream.Write(bytes);
#else
        byte[] copy = bytes.ToArray();
        try
        {
            Stream.Write(copy, 0, copy.Length);
        }
        finally
        {
            PlatformCrypto.Zero(copy);
        }
#endif
    }

    /// <summary>Ends the contents and waits until the disk has them.</summary>
    public void Complete()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
    }

    /// <summary>Keeps what is in the file's place, so that <see cref="TakeBack"/> can put it back.</summary>
    public void KeepReplaced()
    {
        if (!FileFacts.IsThere(_target))
        {
            return;
        }

        string backup = Path.Combine(_folder, $"{Prefix}{Guid.NewGuid():N}.old");
        if (!(NativeFile.IsUnix ? NativeFile.LinkOnUnix(_target, backup) == 0 : NativeFile.TryLinkOnWindows(_target, backup)))
        {
            // A file system without hard links: the place is empty until the new file is in it, but nothing is lost.
            File.Move(_target, backup);
        }

        _backup = backup;
    }

    /// <summary>Puts the complete file in its place.</summary>
    /// <param name="overwrite">True to replace a file that is there.</param>
    /// <exception cref="FileExistsException">A file is there and may not be replaced.</exception>
    /// <exception cref="IOException">It cannot be put there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be put there.</exception>
    public void Place(bool overwrite)
    {
        if (!overwrite)
        {
            PlaceNew();
        }
        else if (NativeFile.IsUnix)
        {
            ReplaceOrFillOnUnix();
        }
        else if (!_isPrivate && File.Exists(_target))
        {
            // It keeps who may read what was there; a private file must not.
            File.Replace(_temporary!, _target, null, ignoreMetadataErrors: true);
        }
        else
        {
            NativeFile.ReplaceOnWindows(_temporary!, _target);
        }

        _temporary = null;
    }

    /// <summary>Takes the file away from its place again, and puts back what was there.</summary>
    /// <exception cref="IOException">What was there cannot be put back; the message has the path where it is.</exception>
    public void TakeBack()
    {
        if (_backup is not { } backup)
        {
            File.Delete(_target);
            return;
        }

        // If this fails, the backup is all that is left of what was there.
        _backup = null;
        try
        {
            if (NativeFile.IsUnix)
            {
                ReplaceOnUnix(backup, _target);
            }
            else
            {
                NativeFile.ReplaceOnWindows(backup, _target);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"What was in '{_target}' is now in '{backup}': {e.Message}", e);
        }
    }

    /// <summary>Puts back what was moved out of the way, if the file did not get into its place.</summary>
    public void PutBackReplaced()
    {
        if (_backup is not null && !FileFacts.IsThere(_target))
        {
            TakeBack();
        }
    }

    /// <summary>Removes a file that was not put in its place, and what was kept of the one before.</summary>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // Why it cannot be written was reported when it was written.
        }

        Delete(_temporary);
        Delete(_backup);
    }

    // File.Move looks first and renames then: a file that comes between is lost.
    private void PlaceNew()
    {
        if (!NativeFile.IsUnix)
        {
            try
            {
                File.Move(_temporary!, _target);
            }
            catch (IOException e) when (FileFacts.IsThere(_target))
            {
                throw new FileExistsException(e);
            }

            return;
        }

        int error = NativeFile.LinkOnUnix(_temporary!, _target);
        if (error == NativeFile.AlreadyExists)
        {
            throw new FileExistsException();
        }

        if (error == 0)
        {
            Delete(_temporary);
            return;
        }

        // A file system without hard links: the name is taken first, which only one can do, and then replaced.
        try
        {
            new FileStream(_target, FileMode.CreateNew, FileAccess.Write).Dispose();
        }
        catch (IOException e) when (FileFacts.IsThere(_target))
        {
            throw new FileExistsException(e);
        }

        try
        {
            ReplaceOnUnix(_temporary!, _target);
        }
        catch
        {
            Delete(_target);
            throw;
        }
    }

    // A file that is mounted by itself, as into a container, has a name that nothing can be renamed to: it is filled instead.
    private void ReplaceOrFillOnUnix()
    {
        int error = NativeFile.RenameOnUnix(_temporary!, _target);
        if (error == NativeFile.Busy && !_isPrivate)
        {
            File.Copy(_temporary!, _target, overwrite: true);
            Delete(_temporary);
        }
        else if (error != 0)
        {
            throw NativeFile.CreateException(error, $"The file '{_target}' cannot be replaced");
        }
    }

    private static void ReplaceOnUnix(string from, string to)
    {
        int error = NativeFile.RenameOnUnix(from, to);
        if (error != 0)
        {
            throw NativeFile.CreateException(error, $"The file '{to}' cannot be replaced");
        }
    }

    private static void Delete(string? path)
    {
        try
        {
            if (path is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is what is reported.
        }
    }
}

/// <summary>A file is there, and may not be replaced.</summary>
internal sealed class FileExistsException(Exception? inner = null) : IOException("It is there already.", inner);
