using System;
using System.IO;

namespace AwsSignTools.Platform;

/// <summary>What kind of thing a path leads to.</summary>
internal enum FileKind
{
    /// <summary>A file with contents that stay.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Directory,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A device with contents that stay, such as a disk.</summary>
    BlockDevice,

    /// <summary>A terminal, a socket, or another device that keeps nothing.</summary>
    Stream,
}

/// <summary>
/// What a file is, whatever it is called: its device and number on Unix, its volume and identifier on Windows. Symbolic and hard links, bind
/// mounts, letter case and <c>/dev/fd</c> do not change it.
/// </summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Device">The device or volume.</param>
/// <param name="Number">The number of the file there.</param>
/// <param name="HighNumber">The upper half of the number where it has 128 bits.</param>
internal readonly record struct FileFacts(FileKind Kind, ulong Device, ulong Number, ulong HighNumber)
{
    private const int MostLinks = 40;

    /// <summary>The permissions on Unix.</summary>
    public uint Mode { get; init; }

    /// <summary>The owner's number on Unix.</summary>
    public uint Owner { get; init; }

    /// <summary>The group's number on Unix.</summary>
    public uint Group { get; init; }

    /// <summary>What the file is that a path leads to; null if nothing is there, or the system does not show it.</summary>
    public static FileFacts? Read(string path) => NativeFile.IsUnix ? NativeFile.ReadFactsOnUnix(path) : NativeFile.ReadFactsOnWindows(path);

    /// <summary>True if both are one file.</summary>
    public bool IsSameFile(FileFacts other) => (Device, Number, HighNumber) == (other.Device, other.Number, other.HighNumber);

    /// <summary>True if two paths lead to one file, or would if it were there.</summary>
    public static bool IsSameFile(string path, string other) => Read(path) is { } facts && Read(other) is { } others
        ? facts.IsSameFile(others)
        : HasSameTarget(path, other);

    /// <summary>True if the symbolic links of two paths lead to one path.</summary>
    public static bool HasSameTarget(string path, string other) => string.Equals(
        FindTarget(path), FindTarget(other), NativeFile.IsUnix ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    /// <summary>True if something has this name, even a symbolic link that leads nowhere.</summary>
    public static bool IsThere(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NativeFile.IsUnix && NativeFile.ReadLinkOnUnix(path) is not null;
        }
    }

    /// <summary>The path of the file that symbolic links lead to, which need not be there; a descriptor of this process stays what it is.</summary>
    public static string FindTarget(string path)
    {
        if (!NativeFile.IsUnix)
        {
            return NativeFile.FindRealPathOnWindows(path) ?? path;
        }

        for (int links = 0; links <= MostLinks; links++)
        {
            // The folder's links first: a name within /dev/fd leads to an open file, but it is not a name of that file.
            string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? NativeFile.FindRealPathOnUnix(parent) ?? parent : "/";
            path = Path.Combine(folder, Path.GetFileName(path));
            if (IsDescriptor(path) || NativeFile.ReadLinkOnUnix(path) is not { } target)
            {
                return path;
            }

            path = Path.Combine(folder, target);
        }

        // They lead in a circle, as the system will say when it is opened.
        return path;
    }

    /// <summary>
    /// True if the path is a name of something open, such as <c>/dev/fd/1</c>, and not of a file; on Windows, of a device or named pipe.
    /// </summary>
    public static bool IsDescriptor(string path) => NativeFile.IsUnix
        ? path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/dev/fd/", StringComparison.Ordinal)
            || path is "/dev/stdin" or "/dev/stdout" or "/dev/stderr"
        : path.StartsWith(@"\\.\", StringComparison.Ordinal) || path.StartsWith(@"\\?\pipe\", StringComparison.OrdinalIgnoreCase);
}
