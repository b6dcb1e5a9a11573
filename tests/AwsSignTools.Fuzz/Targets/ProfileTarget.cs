using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Fuzz.Support;
using AwsSignTools.Platform;
using AwsSignTools.SigV4;

namespace AwsSignTools.Fuzz.Targets;

/// <summary>
/// The config file and, after a NUL, the credentials file. <see cref="ReferenceProfiles"/> is the second opinion. Every profile is resolved, except where
/// that would run a program or read a file that the input names.
/// </summary>
internal sealed class ProfileTarget : FuzzTarget
{
    /// <summary>What stands for a secret in an input: in a value of a key or token, or in a line that is no setting.</summary>
    private const string Secret = "SeCrEt";

    private static readonly DateTimeOffset Now = new(2026, 11, 29, 5, 0, 0, TimeSpan.Zero);
    private static readonly string[] SecretSettings = ["aws_secret_access_key", "aws_session_token"];

    /// <inheritdoc/>
    public override string Name => "profiles";

    /// <inheritdoc/>
    public override void Check(byte[] input)
    {
        int end = Array.IndexOf(input, (byte)0);
        byte[] config = end < 0 ? input : input[..end];
        byte[] credentials = end < 0 ? [] : input[(end + 1)..];
        string folder = Directory.CreateTempSubdirectory("awssigntools-fuzz-").FullName;
        try
        {
            ProfileLocations locations = new(Path.Combine(folder, "credentials"), Path.Combine(folder, "config"), RequiredFiles.None);
            File.WriteAllBytes(locations.ConfigFile, config);
            File.WriteAllBytes(locations.CredentialsFile, credentials);
            CheckFiles(locations, config, credentials);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void CheckFiles(ProfileLocations locations, byte[] config, byte[] credentials)
    {
        ReferenceProfiles expected = new();
        expected.Read(config, isConfig: true);
        bool isConfigWrong = expected.WrongLine > 0;
        expected.Read(credentials, isConfig: false);
        bool isSecretHidden = AreSecretsMarked(config) && AreSecretsMarked(credentials);
        ProfileStore store;
        try
        {
            store = Property.Bounded(config.Length + credentials.Length, 64, () => ProfileStore.Read(locations, new ReadLimit(TimeSpan.FromMinutes(1), CancellationToken.None)));
        }
        catch (CredentialUnavailableException e)
        {
            CheckFailure(e, isSecretHidden);
            Property.AreEqual("ProfileFileMalformed", e.Finding.Id, "A file that is there and can be read is malformed or right.");
            Property.Holds(
                e.Message.StartsWith($"Line {expected.WrongLine.ToString(CultureInfo.InvariantCulture)} of '{(isConfigWrong ? locations.ConfigFile : locations.CredentialsFile)}'", StringComparison.Ordinal),
                $"A file is malformed where it breaks the format, in line {expected.WrongLine}, not: {e.Message}");
            return;
        }

        Property.AreEqual(0, expected.WrongLine, "A file that breaks the format is refused.");
        Property.AreEqual(string.Join('\n', expected.Names), string.Join('\n', store.Names), "The profiles are those of the files.");
        foreach (((string kind, string name), Dictionary<string, string> settings) in expected.Sections)
        {
            SettingsSection? section = store.Find(KindOf(kind), name);
            Property.Holds(section is not null, "Every section is read.");
            foreach ((string key, string value) in settings)
            {
                Property.AreEqual(value.Length == 0 ? null : value, section![key], "A setting has the value of the file.");
            }
        }

        if (!Asks(config) && !Asks(credentials))
        {
            Resolve(store, expected, isSecretHidden);
        }
    }

    private static void Resolve(ProfileStore store, ReferenceProfiles expected, bool isSecretHidden)
    {
        CredentialContext context = new() { Environment = static _ => null, Now = static () => Now, Services = new Services(), AskMfaCode = static _ => "123456" };
        ProfileResolver resolver = new(store, context);
        foreach (string name in store.Names)
        {
            Dictionary<string, string> settings = expected.Sections[("profile", name)];
            _ = resolver.HasCredential(name);
            try
            {
                ResolvedCredential resolved = resolver.Resolve(name);
                bool hasKey = Value(settings, "aws_access_key_id") is not null;
                bool isKey = resolved.Credential.AccessKeyId != Services.AccessKeyId;
                Property.Holds(!isKey || hasKey || Value(settings, "role_arn") is not null, "A key is that of the profile or of the source of its role.");
                if (isKey && hasKey)
                {
                    Property.AreEqual(Value(settings, "aws_access_key_id"), resolved.Credential.AccessKeyId, "The access key id is that of the profile.");
                    Property.AreEqual(Value(settings, "aws_secret_access_key"), resolved.Credential.RevealSecret(), "The secret is that of the profile.");
                    Property.AreEqual(Value(settings, "aws_session_token"), resolved.Credential.RevealSessionToken(), "The token is that of the profile.");
                }

                Property.AreEqual(Value(settings, "region"), resolved.Region, "The region is that of the profile.");
                Property.Holds(!isSecretHidden || !resolved.ToString().Contains(Secret, StringComparison.Ordinal), "A credential does not show its secret.");
            }
            catch (CredentialUnavailableException e)
            {
                CheckFailure(e, isSecretHidden);
            }
        }
    }

    private static void CheckFailure(CredentialUnavailableException failure, bool isSecretHidden)
    {
        Property.Holds(failure.Finding.Message.Length > 0 && failure.Finding.Remedy.Length > 0, "A failure has a message and a remedy.");
        if (isSecretHidden)
        {
            Property.Conceals(failure, Secret);
            Property.Conceals(failure.Finding, Secret);
        }
    }

    // True if the marker stands only where a secret does: names of profiles and other values are shown.
    private static bool AreSecretsMarked(byte[] file)
    {
        using StreamReader reader = new(new MemoryStream(file), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            int marker = line.IndexOf(Secret, StringComparison.Ordinal);
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? string.Empty : line[..equals].Trim();
            bool isSection = line.TrimStart().StartsWith('[');
            bool isSecret = equals < 0 || key.Length == 0
                || (marker > equals && Array.Exists(SecretSettings, s => string.Equals(s, key, StringComparison.OrdinalIgnoreCase)));
            if (marker >= 0 && (isSection || !isSecret))
            {
                return false;
            }
        }

        return true;
    }

    // Never run a program that an input names, and read no file.
    private static bool Asks(byte[] file)
    {
        using StreamReader reader = new(new MemoryStream(file), Encoding.UTF8);
        string text = reader.ReadToEnd();
        return text.Contains("process", StringComparison.OrdinalIgnoreCase) || text.Contains("web_identity", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Value(Dictionary<string, string> settings, string key) => settings.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    private static SectionKind KindOf(string kind) => kind switch
    {
        "profile" => SectionKind.Profile,
        "sso-session" => SectionKind.SsoSession,
        "services" => SectionKind.Services,
        _ => SectionKind.Other,
    };

    /// <summary>Issues a credential to everyone who asks.</summary>
    private sealed class Services : ICredentialServices
    {
        public const string AccessKeyId = "ASIAISSUED";

        public Task<IssuedCredential> AssumeRoleAsync(AssumeRoleRequest request, CallLimit limit) => Issue();

        public Task<IssuedCredential> AssumeRoleWithWebIdentityAsync(WebIdentityRequest request, CallLimit limit) => Issue();

        public Task<IssuedCredential> GetSsoRoleCredentialAsync(SsoRoleRequest request, CallLimit limit) => Issue();

        public Task<IssuedCredential> GetContainerCredentialAsync(CallLimit limit) => Issue();

        public Task<IssuedCredential> GetInstanceCredentialAsync(InstanceRequest request, CallLimit limit) => Issue();

        private static Task<IssuedCredential> Issue() => Task.FromResult(new IssuedCredential(new AwsCredential(AccessKeyId, "issued")));
    }
}
