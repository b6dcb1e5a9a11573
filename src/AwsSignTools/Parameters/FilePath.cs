using System;
using System.IO;
using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>The paths of PowerShell by which files are given.</summary>
internal static class FilePath
{
    /// <summary>True where two of the file system's own paths are the same.</summary>
    public static bool IsSame(string path, string? other) => string.Equals(
        path, other, Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>The file system's own path; nothing need be there.</summary>
    /// <param name="session">Where drives and the current location are known.</param>
    /// <param name="path">A path, perhaps relative or on a drive of PowerShell; no wildcards.</param>
    /// <exception cref="IOException">It is no path of a file.</exception>
    public static string Resolve(SessionState session, string path)
    {
        try
        {
            string resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem"
                ? Path.GetFullPath(resolved)
                : throw new IOException($"It is a path of the provider {provider.Name}, not of the file system.");
        }
        catch (SessionStateException e)
        {
            // There is no such drive or provider.
            throw new DirectoryNotFoundException(e.Message, e);
        }
        catch (ArgumentException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
