using System;
using System.Collections.Generic;
using System.IO;

namespace AwsSignTools.Platform;

/// <summary>
/// Writes several files, or none of them: all are written beside their places first, and if one cannot be put in its place, those before it are
/// taken back.
/// </summary>
internal sealed class FileTransaction : IDisposable
{
    private readonly List<(string Path, StagedFile File)> _files = [];

    /// <summary>Called with the path of each file before it is put in its place.</summary>
    public Action<string>? BeforePlacing { get; init; }

    /// <summary>Writes a file beside its place.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="bytes">Its contents.</param>
    /// <param name="isPrivate">True if nobody but its owner may read it.</param>
    /// <exception cref="FileWriteException">It cannot be written.</exception>
    public void Add(string path, ReadOnlySpan<byte> bytes, bool isPrivate)
    {
        try
        {
            StagedFile file = new(path, isPrivate);
            _files.Add((path, file));
            file.Write(bytes);
            file.Complete();
        }
        catch (Exception e) when (IsOfFile(e))
        {
            throw new FileWriteException(path, e);
        }
    }

    /// <summary>Puts the files in their places, in the order in which they were added.</summary>
    /// <param name="overwrite">True to replace files that are there.</param>
    /// <exception cref="FileWriteException">One cannot be put in its place; all is as it was before.</exception>
    public void Commit(bool overwrite)
    {
        for (int i = 0; i < _files.Count; i++)
        {
            (string path, StagedFile file) = _files[i];
            try
            {
                BeforePlacing?.Invoke(path);
                RefuseSameFile(i);
                if (overwrite && i < _files.Count - 1)
                {
                    file.KeepReplaced();
                }

                file.Place(overwrite);
            }
            catch (Exception e) when (IsOfFile(e))
            {
                throw new FileWriteException(path, TakeBack(i) is { } problem ? new IOException($"{e.Message} {problem}", e) : e);
            }
        }
    }

    /// <summary>Removes what was not put in its place.</summary>
    public void Dispose()
    {
        foreach ((_, StagedFile file) in _files)
        {
            file.Dispose();
        }
    }

    // On a file system that has one name in two letter cases the second file would replace the first.
    private void RefuseSameFile(int index)
    {
        for (int earlier = 0; earlier < index; earlier++)
        {
            if (FileFacts.IsSameFile(_files[earlier].File.Target, _files[index].File.Target))
            {
                throw new IOException($"It is the same file as '{_files[earlier].Path}'.");
            }
        }
    }

    private string? TakeBack(int failed)
    {
        string? problem = null;
        for (int i = failed; i >= 0; i--)
        {
            try
            {
                if (i == failed)
                {
                    _files[i].File.PutBackReplaced();
                }
                else
                {
                    _files[i].File.TakeBack();
                }
            }
            catch (Exception e) when (IsOfFile(e))
            {
                problem = problem is null ? e.Message : $"{problem} {e.Message}";
            }
        }

        return problem;
    }

    private static bool IsOfFile(Exception exception) => exception is IOException or UnauthorizedAccessException or NotSupportedException;
}

/// <summary>A file that cannot be written. The inner exception is why.</summary>
internal sealed class FileWriteException(string path, Exception reason)
    : IOException($"The file '{path}' cannot be written: {reason.Message}", reason)
{
    /// <summary>The path as it was given.</summary>
    public string Path { get; } = path;
}
