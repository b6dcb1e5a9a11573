using System;
using System.IO;
#if NET
using System.Security.AccessControl;
using System.Security.Principal;
#else
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
#endif

namespace AwsSignTools.Platform;

/// <summary>
/// Writes files that nobody but their owner may read, from the moment they exist: with mode 0600 on Unix, with an access list of the owner
/// alone on Windows. A file comes whole or not at all: it is written under another name, and renamed.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its contents.</param>
    /// <param name="overwrite">Whether it takes the place of one that is there.</param>
    /// <exception cref="IOException">It cannot be written, or one is there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite)
    {
        // To rename onto a device would take it away from everybody, where root does it.
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw new IOException("It is a device, or beside one, and no place for a private file.");
        }

        string temporary = string.Empty;
        try
        {
            using (FileStream file = Create(path, out temporary))
            {
                WriteAll(file, bytes);
                file.Flush(flushToDisk: true);
            }

            Move(temporary, path, overwrite);
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    private static void Delete(string path)
    {
        try
        {
            if (path.Length > 0)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is what is told.
        }
    }

#if NET
    private static FileStream Create(string path, out string temporary)
    {
        temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        if (OperatingSystem.IsWindows())
        {
            FileSecurity security = new();
            security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
            using WindowsIdentity user = WindowsIdentity.GetCurrent();
            security.AddAccessRule(new FileSystemAccessRule(user.User!, FileSystemRights.FullControl, AccessControlType.Allow));
            return new FileInfo(temporary).Create(
                FileMode.CreateNew, FileSystemRights.WriteData | FileSystemRights.ReadAttributes, FileShare.None, 1, FileOptions.None, security);
        }

        return new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    private static void WriteAll(FileStream file, ReadOnlySpan<byte> bytes) => file.Write(bytes);

    private static void Move(string from, string to, bool overwrite) => File.Move(from, to, overwrite);
#else
    private static FileStream Create(string path, out string temporary)
    {
        if (Path.DirectorySeparatorChar == '/')
        {
            // Every Unix makes such a file with mode 0600; .NET has had a way to ask for a mode since version 7 only.
            byte[] template = Encoding.UTF8.GetBytes(path + ".XXXXXX\0");
            int descriptor = MakeTemporary(template);
            if (descriptor < 0)
            {
                int error = Marshal.GetLastWin32Error();
                const int AccessDenied = 13;
                throw error == AccessDenied
                    ? new UnauthorizedAccessException($"Access to the path '{path}' is denied.")
                    : new IOException($"No file can be made beside '{path}' (error {error}).");
            }

            temporary = Encoding.UTF8.GetString(template, 0, template.Length - 1);
            return new FileStream(new SafeFileHandle((IntPtr)descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 1);
        }

        temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        return CreateOnWindows(temporary);
    }

    /// <summary>
    /// netstandard2.0 has no access lists. .NET Framework has a constructor that takes one; a .NET that runs this build, as the tests do, an
    /// extension method.
    /// </summary>
    private static FileStream CreateOnWindows(string path)
    {
        const int WriteData = 2;
        const int ReadAttributes = 0x80;
        const string OwnerAlone = "D:P(A;;FA;;;OW)";
        Type security = Find("System.Security.AccessControl.FileSecurity", "System.IO.FileSystem.AccessControl");
        Type rights = Find("System.Security.AccessControl.FileSystemRights", "System.IO.FileSystem.AccessControl");
        object list = Activator.CreateInstance(security)!;
        _ = security.GetMethod("SetSecurityDescriptorSddlForm", [typeof(string)])!.Invoke(list, [OwnerAlone]);
        object right = Enum.ToObject(rights, WriteData | ReadAttributes);
        try
        {
            if (typeof(FileStream).GetConstructor(
                [typeof(string), typeof(FileMode), rights, typeof(FileShare), typeof(int), typeof(FileOptions), security]) is { } constructor)
            {
                return (FileStream)constructor.Invoke([path, FileMode.CreateNew, right, FileShare.None, 1, FileOptions.None, list]);
            }

            MethodInfo create = Find("System.IO.FileSystemAclExtensions", "System.IO.FileSystem.AccessControl").GetMethod(
                "Create", [typeof(FileInfo), typeof(FileMode), rights, typeof(FileShare), typeof(int), typeof(FileOptions), security])!;
            return (FileStream)create.Invoke(null, [new FileInfo(path), FileMode.CreateNew, right, FileShare.None, 1, FileOptions.None, list])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw e.InnerException is IOException ? new IOException(e.InnerException.Message, e) : new UnauthorizedAccessException(e.InnerException.Message, e);
        }
    }

    private static Type Find(string name, string assembly) =>
        typeof(object).Assembly.GetType(name) ?? Type.GetType($"{name}, {assembly}", throwOnError: false)
        ?? throw new IOException("This platform has no access lists, with which a private file is made.");

    private static void WriteAll(FileStream file, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        try
        {
            file.Write(copy, 0, copy.Length);
        }
        finally
        {
            PlatformCrypto.Zero(copy);
        }
    }

    private static void Move(string from, string to, bool overwrite)
    {
        if (!overwrite)
        {
            File.Move(from, to);
        }
        else if (Path.DirectorySeparatorChar == '/')
        {
            if (Rename(Encoding.UTF8.GetBytes(from + "\0"), Encoding.UTF8.GetBytes(to + "\0")) != 0)
            {
                throw new IOException($"The file '{to}' cannot be replaced (error {Marshal.GetLastWin32Error()}).");
            }
        }
        else
        {
            // File.Replace would keep who may read what was there before.
            File.Delete(to);
            File.Move(from, to);
        }
    }

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename([In] byte[] from, [In] byte[] to);

    [DllImport("libc", EntryPoint = "mkstemp", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeTemporary([In, Out] byte[] template);
#endif
}
