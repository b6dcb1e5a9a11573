using System;
using System.IO;
using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>The paths of PowerShell by which files are given.</summary>
internal static class FilePath
{
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
