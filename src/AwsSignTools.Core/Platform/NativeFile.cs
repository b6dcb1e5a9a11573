using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AwsSignTools.Platform;

/// <summary>The calls of the operating system about files that .NET, or netstandard2.0, does not have.</summary>
internal static class NativeFile
{
    /// <summary>The error number of Unix for a name that is in use.</summary>
    public const int AlreadyExists = 17;

    /// <summary>The error number of Unix for a file that the system holds, such as one with something mounted on it.</summary>
    public const int Busy = 16;

    /// <summary>The error number of Unix for a file system that may only be read.</summary>
    public const int ReadOnlySystem = 30;

    private const int LongestPath = 32_768;
    private const int FactsLength = 256;
    private const int FileIdInformation = 18;

    /// <summary>True on Unix.</summary>
    public static bool IsUnix { get; } = Path.DirectorySeparatorChar == '/';

    /// <summary>Gives a file a second name, unless a file has it; the error number, or 0.</summary>
    public static int LinkOnUnix(string from, string to) => link(Encode(from), Encode(to)) == 0 ? 0 : Marshal.GetLastWin32Error();

    /// <summary>Renames a file, in the place of one that has the name; the error number, or 0.</summary>
    public static int RenameOnUnix(string from, string to) => rename(Encode(from), Encode(to)) == 0 ? 0 : Marshal.GetLastWin32Error();

    /// <summary>Gives a file the mode and, if this user may, the owner of another.</summary>
    public static void SetAccessOnUnix(string path, FileFacts facts)
    {
        // The owner first: a change of owner takes bits of the mode away.
        _ = chown(Encode(path), facts.Owner, facts.Group);
        _ = chmod(Encode(path), facts.Mode);
    }

    /// <summary>Makes an empty file of mode 0600 with a new name.</summary>
    /// <param name="prefix">The name begins with this path.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static SafeFileHandle CreatePrivateOnUnix(string prefix, out string path)
    {
        byte[] template = Encode(prefix + "XXXXXX");
        int descriptor = mkstemp(template);
        if (descriptor < 0)
        {
            throw CreateException(Marshal.GetLastWin32Error(), $"No file can be made beside '{Path.GetDirectoryName(prefix)}'");
        }

        path = Encoding.UTF8.GetString(template, 0, template.Length - 1);
        return new SafeFileHandle((IntPtr)descriptor, ownsHandle: true);
    }

    /// <summary>The target of a symbolic link; null if the path is not one.</summary>
    public static string? ReadLinkOnUnix(string path)
    {
        byte[] target = new byte[LongestPath];
        long length = (long)readlink(Encode(path), target, (UIntPtr)target.Length);
        return length < 0 ? null : Encoding.UTF8.GetString(target, 0, (int)length);
    }

    /// <summary>A path of something that is there, without symbolic links and dots; null if nothing is there.</summary>
    public static string? FindRealPathOnUnix(string path)
    {
        byte[] real = new byte[LongestPath];
        return realpath(Encode(path), real) == IntPtr.Zero ? null : Encoding.UTF8.GetString(real, 0, Array.IndexOf(real, (byte)0));
    }

    /// <summary>What the system has about the file that a path leads to; null if it has nothing.</summary>
    public static FileFacts? ReadFactsOnUnix(string path)
    {
        byte[] name = Encode(path);
        byte[] facts = new byte[FactsLength];
        try
        {
            return RuntimeInformation.IsOSPlatform(OSPlatform.OSX)
                ? (CallMacStat(name, facts) == 0 ? ReadMacFacts(facts) : null)
                : (CallStatx(name, facts) == 0 ? ReadLinuxFacts(facts) : null);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What the system has about the file that a path leads to; null if it has nothing.</summary>
    public static FileFacts? ReadFactsOnWindows(string path)
    {
        const int Disk = 1;
        const uint IsFolder = 0x10;
        using SafeFileHandle handle = OpenOnWindows(path);
        if (handle.IsInvalid || GetFileType(handle) != Disk || !GetFileInformationByHandle(handle, out WindowsFacts facts))
        {
            return null;
        }

        FileKind kind = (facts.Attributes & IsFolder) != 0 ? FileKind.Directory : FileKind.Regular;

        // An index of 64 bits is no identity on ReFS; file systems that have no other do not answer this question.
        return GetFileInformationByHandleEx(handle, FileIdInformation, out WindowsFileId id, Marshal.SizeOf<WindowsFileId>())
            ? new FileFacts(kind, id.Volume, id.Low, id.High)
            : new FileFacts(kind, facts.Volume, ((ulong)facts.IndexHigh << 32) | facts.IndexLow, 0);
    }

    /// <summary>A path of something that is there, without symbolic links; null if nothing is there.</summary>
    public static string? FindRealPathOnWindows(string path)
    {
        const string Extended = @"\\?\";
        const string ExtendedShare = @"\\?\UNC\";
        using SafeFileHandle handle = OpenOnWindows(path);
        char[] real = new char[LongestPath];
        int length = handle.IsInvalid ? 0 : GetFinalPathNameByHandle(handle, real, real.Length, 0);
        if (length <= 0 || length >= real.Length)
        {
            return null;
        }

        string found = new(real, 0, length);
        return found.StartsWith(ExtendedShare, StringComparison.Ordinal) ? found.Remove(0, ExtendedShare.Length).Insert(0, @"\\")
            : found.StartsWith(Extended, StringComparison.Ordinal) ? found.Substring(Extended.Length)
            : found;
    }

    /// <summary>Gives a file a second name, unless a file has it; false if that fails.</summary>
    public static bool TryLinkOnWindows(string from, string to) => CreateHardLink(to, from, IntPtr.Zero);

    /// <summary>Renames a file, in the place of one that has the name. It keeps its own access list.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be renamed.</exception>
    public static void ReplaceOnWindows(string from, string to)
    {
        const int ReplaceExisting = 1;
        const int WriteThrough = 8;
        if (!MoveFileEx(from, to, ReplaceExisting | WriteThrough))
        {
            throw CreateException(Marshal.GetLastWin32Error(), $"The file '{to}' cannot be replaced");
        }
    }

    /// <summary>The exception for an error number.</summary>
    public static Exception CreateException(int error, string what)
    {
        const int AccessDeniedOnUnix = 13;
        const int AccessDeniedOnWindows = 5;
        string message = $"{what}: {new System.ComponentModel.Win32Exception(error).Message} (error {error}).";
        return error == (IsUnix ? AccessDeniedOnUnix : AccessDeniedOnWindows) ? new UnauthorizedAccessException(message) : new IOException(message);
    }

    private static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + "\0");

    // statx has one structure on every architecture, which stat has not. An older C library does not export it, but passes system calls on.
    private static int CallStatx(byte[] path, byte[] facts)
    {
        const int CurrentFolder = -100;
        const uint BasicFacts = 0x7FF;
        try
        {
            return statx(CurrentFolder, path, 0, BasicFacts, facts);
        }
        catch (EntryPointNotFoundException)
        {
            int number = RuntimeInformation.ProcessArchitecture switch
            {
                Architecture.X64 => 332,
                Architecture.Arm64 => 291,
                _ => throw new EntryPointNotFoundException(),
            };
            return (int)syscall((IntPtr)number, (IntPtr)CurrentFolder, path, IntPtr.Zero, (IntPtr)BasicFacts, facts);
        }
    }

    // On x64 the plain name is the structure of before 2005, with file numbers of 32 bits.
    private static int CallMacStat(byte[] path, byte[] facts) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? stat64(path, facts) : stat(path, facts);

    private static FileFacts ReadLinuxFacts(byte[] facts) => new(
        KindOf(BitConverter.ToUInt16(facts, 28)),
        ((ulong)BitConverter.ToUInt32(facts, 136) << 32) | BitConverter.ToUInt32(facts, 140),
        BitConverter.ToUInt64(facts, 32),
        0)
    {
        Mode = BitConverter.ToUInt16(facts, 28) & 0xFFFu,
        Owner = BitConverter.ToUInt32(facts, 20),
        Group = BitConverter.ToUInt32(facts, 24),
    };

    private static FileFacts ReadMacFacts(byte[] facts) => new(
        KindOf(BitConverter.ToUInt16(facts, 4)), BitConverter.ToUInt32(facts, 0), BitConverter.ToUInt64(facts, 8), 0)
    {
        Mode = BitConverter.ToUInt16(facts, 4) & 0xFFFu,
        Owner = BitConverter.ToUInt32(facts, 16),
        Group = BitConverter.ToUInt32(facts, 20),
    };

    private static FileKind KindOf(int mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0x1000 => FileKind.Pipe,
        0x6000 => FileKind.BlockDevice,
        _ => FileKind.Stream,
    };

    private static SafeFileHandle OpenOnWindows(string path)
    {
        const uint ReadAttributes = 0x80;
        const int ShareAll = 7;
        const int OpenExisting = 3;
        const int FoldersToo = 0x02000000;

        // To open a named pipe would take it from the reader that waits for its writer.
        return FileFacts.IsDescriptor(path)
            ? new SafeFileHandle(new IntPtr(-1), ownsHandle: false)
            : CreateFile(path, ReadAttributes, ShareAll, IntPtr.Zero, OpenExisting, FoldersToo, IntPtr.Zero);
    }

#pragma warning disable IDE1006, SA1300, SYSLIB1054 // The names are C's, and netstandard2.0 has no source generator.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int link([In] byte[] from, [In] byte[] to);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int rename([In] byte[] from, [In] byte[] to);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mkstemp([In, Out] byte[] template);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int chmod([In] byte[] path, uint mode);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int chown([In] byte[] path, uint owner, uint group);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr readlink([In] byte[] path, [Out] byte[] target, UIntPtr length);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr realpath([In] byte[] path, [Out] byte[] real);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, [In] byte[] path, int flags, uint mask, [Out] byte[] facts);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr syscall(IntPtr number, IntPtr folder, [In] byte[] path, IntPtr flags, IntPtr mask, [Out] byte[] facts);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int stat([In] byte[] path, [Out] byte[] facts);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int stat64([In] byte[] path, [Out] byte[] facts);
#pragma warning restore IDE1006, SA1300

    [DllImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateFile(
        string path, uint access, int share, IntPtr security, int disposition, int flags, IntPtr template);

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetFileType(SafeFileHandle handle);

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandle(SafeFileHandle handle, out WindowsFacts facts);

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandleEx(SafeFileHandle handle, int kind, out WindowsFileId id, int length);

    [DllImport("kernel32", EntryPoint = "GetFinalPathNameByHandleW", CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetFinalPathNameByHandle(SafeFileHandle handle, [Out] char[] path, int length, int flags);

    [DllImport("kernel32", EntryPoint = "CreateHardLinkW", CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateHardLink(string newName, string existing, IntPtr security);

    [DllImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string from, string to, int flags);
#pragma warning restore SYSLIB1054

    // FILETIME is aligned to 4 bytes.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct WindowsFacts
    {
        public uint Attributes;
        public long Created;
        public long Accessed;
        public long Written;
        public uint Volume;
        public uint LengthHigh;
        public uint LengthLow;
        public uint Links;
        public uint IndexHigh;
        public uint IndexLow;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowsFileId
    {
        public ulong Volume;
        public ulong Low;
        public ulong High;
    }
}
