using System;
using System.IO;

namespace AwsSignTools.Credentials;

/// <summary>Where the two shared files are. Read anew each time: a session may set the variables that name them at any time.</summary>
/// <param name="CredentialsFile">The path of the credentials file.</param>
/// <param name="ConfigFile">The path of the config file.</param>
/// <param name="Required">Which of them must be there.</param>
internal sealed record ProfileLocations(string CredentialsFile, string ConfigFile, RequiredFiles Required)
{
    /// <summary>The encrypted store of AWS.Tools on Windows; null if it does not count.</summary>
    public string? EncryptedStore { get; init; }

    /// <summary>Finds the files.</summary>
    /// <param name="location">
    /// A credentials file, or a folder with the files <c>credentials</c> and <c>config</c>; null for the usual place, which
    /// AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE override.
    /// </param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="ArgumentNullException"><paramref name="environment"/> is null.</exception>
    public static ProfileLocations Find(string? location, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string home = NotEmpty(environment("HOME"))
            ?? NotEmpty(environment("USERPROFILE"))
            ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? config = Expand(NotEmpty(environment("AWS_CONFIG_FILE")), home);
        if (location is not null)
        {
            return Directory.Exists(location)
                ? new ProfileLocations(Path.Combine(location, "credentials"), Path.Combine(location, "config"), RequiredFiles.Either)
                : new ProfileLocations(location, config ?? Path.Combine(Path.GetDirectoryName(location) ?? string.Empty, "config"), RequiredFiles.CredentialsFile);
        }

        string folder = Path.Combine(home, ".aws");
        return new ProfileLocations(
            Expand(NotEmpty(environment("AWS_SHARED_CREDENTIALS_FILE")), home) ?? Path.Combine(folder, "credentials"),
            config ?? Path.Combine(folder, "config"),
            RequiredFiles.None)
        {
            EncryptedStore = NotEmpty(environment("LOCALAPPDATA")) is { } local ? Path.Combine(local, "AWSToolkit", "RegisteredAccounts.json") : null,
        };
    }

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    // A variable that no shell expanded, such as one from a service's unit file.
    private static string? Expand(string? path, string home) =>
        path is not null && path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, path.Substring(2)) : path;
}

/// <summary>Which of the shared files must be there.</summary>
internal enum RequiredFiles
{
    /// <summary>None: in the usual place both may be missing.</summary>
    None,

    /// <summary>The credentials file, which the user named.</summary>
    CredentialsFile,

    /// <summary>One of them, in the folder that the user named.</summary>
    Either,
}
