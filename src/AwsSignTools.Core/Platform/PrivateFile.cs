using System;
using System.IO;
#if NET
using System.Security.AccessControl;
using System.Security.Principal;
#else
using System.Reflection;
#endif

namespace AwsSignTools.Platform;

/// <summary>
/// Makes files that nobody but their owner may read, from the moment they exist: with mode 0600 on Unix, with an access list of the owner
/// alone on Windows.
/// </summary>
internal static class PrivateFile
{
#if NET
    /// <summary>Makes an empty file with a new name.</summary>
    /// <param name="prefix">The name begins with this path.</param>
    /// <param name="bufferSize">How many bytes are gathered before they are written; 0 for contents that no buffer may keep.</param>
    /// <param name="path">The file.</param>
    public static FileStream Create(string prefix, int bufferSize, out string path)
    {
        path = $"{prefix}{Guid.NewGuid():N}";
        if (OperatingSystem.IsWindows())
        {
            FileSecurity security = new();
            security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
            using WindowsIdentity user = WindowsIdentity.GetCurrent();
            security.AddAccessRule(new FileSystemAccessRule(user.User!, FileSystemRights.FullControl, AccessControlType.Allow));
            return new FileInfo(path).Create(
                FileMode.CreateNew, FileSystemRights.WriteData | FileSystemRights.ReadAttributes, FileShare.None, 1, FileOptions.None, security);
        }

        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = bufferSize,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }
#else
    /// <summary>Makes an empty file with a new name.</summary>
    /// <param name="prefix">The name begins with this path.</param>
    /// <param name="bufferSize">How many bytes are gathered before they are written; 0 for contents that no buffer may keep.</param>
    /// <param name="path">The file.</param>
    public static FileStream Create(string prefix, int bufferSize, out string path)
    {
        if (NativeFile.IsUnix)
        {
            // .NET has had a way to ask for a mode since version 7 only.
            return new FileStream(NativeFile.CreatePrivateOnUnix(prefix, out path), FileAccess.Write, Math.Max(1, bufferSize));
        }

        path = $"{prefix}{Guid.NewGuid():N}";
        return CreateOnWindows(path);
    }

    /// <summary>
    /// netstandard2.0 has no access lists. .NET Framework has a constructor that accepts one; a .NET that runs this build, as the tests do, an
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
#endif
}
