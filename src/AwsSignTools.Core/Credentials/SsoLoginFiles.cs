using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace AwsSignTools.Credentials;

/// <summary>
/// The files in which <c>aws sso login</c> keeps its logins. What they say is the SDK's to read; when they change, whoever signs in is
/// perhaps another, and a credential that was got by them is asked for again.
/// </summary>
internal static class SsoLoginFiles
{
    /// <summary>The names and times of the files, each a part of the key that a credential is kept by.</summary>
    public static IEnumerable<string> State()
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "sso", "cache");
        string[] files;
        try
        {
            files = Directory.GetFiles(folder, "*.json");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // None, or none that can be read: the SDK finds no login either.
            yield break;
        }

        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files)
        {
            yield return file;
            yield return File.GetLastWriteTimeUtc(file).Ticks.ToString(CultureInfo.InvariantCulture);
        }
    }
}
