using System;
using System.IO;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>A throw-away folder with a credentials and a config file.</summary>
internal sealed class ProfileFolder : IDisposable
{
    /// <summary>Writes the files.</summary>
    /// <param name="credentials">The text of the credentials file.</param>
    /// <param name="config">The text of the config file; null for none.</param>
    public ProfileFolder(string credentials, string? config = null)
    {
        Folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;
        CredentialsFile = Path.Combine(Folder, "credentials");
        ConfigFile = Path.Combine(Folder, "config");
        File.WriteAllText(CredentialsFile, credentials);
        if (config is not null)
        {
            File.WriteAllText(ConfigFile, config);
        }
    }

    public string Folder { get; }

    public string CredentialsFile { get; }

    public string ConfigFile { get; }

    /// <summary>The lines of a profile that has AWS's example key.</summary>
    public static string Keys(string name) => $"""
        [{name}]
        aws_access_key_id = {Sample.AccessKey}
        aws_secret_access_key = {Sample.SecretKey}

        """;

    /// <summary>An environment without any credential but those of the files.</summary>
    /// <param name="but">What else it has.</param>
    public EnvironmentScope InEnvironment(params (string Name, string? Value)[] but) => EnvironmentScope.WithoutCredentials(
        [("AWS_SHARED_CREDENTIALS_FILE", CredentialsFile), ("AWS_CONFIG_FILE", ConfigFile), .. but]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
