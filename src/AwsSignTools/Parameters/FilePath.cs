using System;
using System.IO;
using System.Management.Automation;
using AwsSignTools.Errors;
using AwsSignTools.Findings;
using AwsSignTools.Platform;

namespace AwsSignTools.Parameters;

/// <summary>The paths of PowerShell by which files are given.</summary>
internal static class FilePath
{
    /// <summary>The file system's own path; nothing need be there.</summary>
    /// <param name="session">Where drives and the current location are known.</param>
    /// <param name="path">A path, perhaps relative or on a drive of PowerShell; no wildcards.</param>
    /// <exception cref="IOException">It is no path of a file.</exception>
    /// <exception cref="InvalidInputException"><c>PathIsSecret</c>: it is no path but the text of a key or another secret.</exception>
    public static string Resolve(SessionState session, string path)
    {
        try
        {
            if (!Text.IsUnicode(path))
            {
                throw new IOException("It has half of a surrogate pair, which no file system carries.");
            }

            string resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem"
                ? RefuseSecret(path, Path.GetFullPath(resolved))
                : throw new IOException($"It is a path of the provider {provider.Name}, not of the file system.");
        }
        catch (SessionStateException e)
        {
            _ = RefuseSecret(path, path);

            // There is no such drive or provider.
            throw new DirectoryNotFoundException(e.Message, e);
        }
        catch (ArgumentException e) when (e is not InvalidInputException)
        {
            _ = RefuseSecret(path, path);

            throw new IOException(e.Message, e);
        }
    }

    // Base64 has no extension, and no folder is named like the first part of it.
    private static bool IsNewFile(string given, string resolved) =>
        (Path.HasExtension(given) || given.AsSpan().IndexOf(Path.DirectorySeparatorChar) >= 0) && Directory.Exists(Path.GetDirectoryName(resolved));

    // A file may be named like a secret; what is not there and looks like one was meant for another parameter.
    private static string RefuseSecret(string given, string resolved)
    {
        SecretKind kind = SecretText.KindOf(given);
        return kind < SecretKind.Base64 || File.Exists(resolved) || Directory.Exists(resolved) || (kind == SecretKind.Base64 && IsNewFile(given, resolved)) ? resolved
            : throw ErrorRecords.Exception(
                "PathIsSecret",
                given,
                $"The path is {Quoted.Value(given)}, and nothing is there.",
                kind == SecretKind.Key
                    ? "Give the path of a file. -PrivateKey and -PublicKey accept the text of a key, if the cmdlet has them."
                    : "Give the path of a file, and check that each argument belongs to the parameter that it is given for.");
    }
}
