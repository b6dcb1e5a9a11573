using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AwsSignTools.Platform;

/// <summary>
/// The calls of a Unix that let a thread read a pipe or a device and still be stopped: .NET opens and reads them in a way that waits for the other
/// side, however long that takes.
/// </summary>
internal static class UnixFile
{
    private const int Interrupted = 4;
    private const short Readable = 1;
    private const short Writable = 4;
    private const short HungUp = 0x10;

    private static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    // O_NONBLOCK, O_NOCTTY and O_CLOEXEC; and what a read gives that would wait.
    private static readonly int OpenFlags = IsLinux ? 0x800 | 0x100 | 0x80000 : 0x4 | 0x20000 | 0x1000000;
    private static readonly int WouldWait = IsLinux ? 11 : 35;

    /// <summary>True on every platform but Windows.</summary>
    public static bool IsPlatform { get; } = Path.DirectorySeparatorChar == '/';

    /// <summary>True if an open with <see cref="Open"/> makes every read return at once; elsewhere a descriptor that was open before may wait.</summary>
    public static bool NeverWaits(string path) => IsLinux || !IsOpenDescriptor(path);

    /// <summary>True for a path that names a descriptor of this process, which was opened before and so has its writer.</summary>
    public static bool IsOpenDescriptor(string path) =>
        path == "/dev/stdin" || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal);

    /// <summary>Opens a file for reading; a pipe without a writer is opened at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile; other programs of .NET heed that.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static SafeFileHandle Open(string path, FileShare share)
    {
        SafeFileHandle? file = TryOpen(path, OpenFlags, out int error);
        return Lock(file ?? throw Failure(error, path), path, share);
    }

    /// <summary>Opens a pipe for writing; null if it has no reader yet.</summary>
    /// <param name="path">The pipe.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static SafeFileHandle? TryOpenPipe(string path)
    {
        const int WriteOnly = 1;
        const int NoReader = 6;
        return TryOpen(path, OpenFlags | WriteOnly, out int error) ?? (error == NoReader ? null : throw Failure(error, path));
    }

    private static SafeFileHandle Lock(SafeFileHandle file, string path, FileShare share)
    {
        // LOCK_SH and LOCK_NB. What cannot be locked for another reason has no locks.
        const int SharedNow = 1 | 4;
        if (share != FileShare.Read || SetLock(file, SharedNow) == 0 || Marshal.GetLastWin32Error() != WouldWait)
        {
            return file;
        }

        file.Dispose();
        throw new IOException($"The process cannot access the file '{path}' because it is being used by another process.");
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>The number of bytes; 0 at the end, or if a pipe has no writer; -1 if there is nothing yet.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int Read(SafeHandle file, Span<byte> buffer)
    {
        int length = (int)ReadFile(file, ref MemoryMarshal.GetReference(buffer), (IntPtr)buffer.Length);
        int error = length < 0 ? Marshal.GetLastWin32Error() : 0;
        return error is 0 ? length : error == WouldWait || error == Interrupted ? -1 : throw Failure(error);
    }

    /// <summary>Writes what there is room for.</summary>
    /// <returns>The number of bytes; -1 if there is no room yet.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static int Write(SafeHandle file, ReadOnlySpan<byte> buffer)
    {
        int length = (int)WriteFile(file, ref MemoryMarshal.GetReference(buffer), (IntPtr)buffer.Length);
        int error = length < 0 ? Marshal.GetLastWin32Error() : 0;
        return error is 0 ? length : error == WouldWait || error == Interrupted ? -1 : throw Failure(error);
    }

    /// <summary>Waits until there is room to write, or nobody to read, or the time is up.</summary>
    public static void WaitToWrite(int milliseconds, SafeHandle file) => Poll(milliseconds, Writable, file);

    /// <summary>Waits until one of some files can be read without waiting, or has no writer left, or the time is up.</summary>
    /// <param name="milliseconds">The time.</param>
    /// <param name="files">The files; null for none.</param>
    public static Readiness Wait(int milliseconds, params SafeHandle?[] files)
    {
        short found = Poll(milliseconds, Readable, files);

        // Elsewhere a pipe that has had no writer yet looks as one whose writer is gone.
        return found == 0 ? Readiness.None : found == HungUp && IsLinux ? Readiness.HungUp : Readiness.Ready;
    }

    private static short Poll(int milliseconds, short events, params SafeHandle?[] files)
    {
        Polled[] polled = new Polled[files.Length];
        bool[] added = new bool[files.Length];
        try
        {
            for (int i = 0; i < files.Length; i++)
            {
                // A negative descriptor is passed over.
                files[i]?.DangerousAddRef(ref added[i]);
                polled[i] = new Polled { Descriptor = added[i] ? (int)files[i]!.DangerousGetHandle() : -1, Events = events };
            }

            _ = Poll(polled, (UIntPtr)polled.Length, milliseconds);
        }
        finally
        {
            for (int i = 0; i < files.Length; i++)
            {
                if (added[i])
                {
                    files[i]!.DangerousRelease();
                }
            }
        }

        short found = 0;
        foreach (Polled file in polled)
        {
            found |= file.Found;
        }

        return found;
    }

    private static SafeFileHandle? TryOpen(string path, int flags, out int error)
    {
        byte[] name = Text.StrictUtf8.GetBytes(path + "\0");
        int descriptor;
        do
        {
            descriptor = OpenFile(name, flags);
            error = descriptor < 0 ? Marshal.GetLastWin32Error() : 0;
        }
        while (error == Interrupted);

        return descriptor < 0 ? null : new SafeFileHandle((IntPtr)descriptor, ownsHandle: true);
    }

    private static Exception Failure(int error, string path)
    {
        const int NotPermitted = 1;
        const int NoEntry = 2;
        const int AccessDenied = 13;
        const int NotDirectory = 20;
        return error switch
        {
            NoEntry => new FileNotFoundException($"Could not find file '{path}'.", path),
            NotDirectory => new DirectoryNotFoundException($"Could not find a part of the path '{path}'."),
            AccessDenied or NotPermitted => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            _ => Failure(error),
        };
    }

    // On a Unix its message is that of strerror.
    private static IOException Failure(int error) => new(new Win32Exception(error).Message + ".");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile([In] byte[] path, int flags);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr ReadFile(SafeHandle file, ref byte buffer, IntPtr length);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr WriteFile(SafeHandle file, ref byte buffer, IntPtr length);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLock(SafeHandle file, int operation);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll([In, Out] Polled[] files, UIntPtr count, int milliseconds);

    // struct pollfd.
    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }
}

/// <summary>What <see cref="UnixFile.Wait"/> found.</summary>
internal enum Readiness
{
    /// <summary>Nothing, until the time was up.</summary>
    None,

    /// <summary>A read returns at once.</summary>
    Ready,

    /// <summary>A pipe has had a writer, and has none any more.</summary>
    HungUp,
}
