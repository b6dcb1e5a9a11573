using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Util;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>Our reader of the shared files beside that of the AWS SDK for .NET: where a file is right they agree; where they do not, a test says why.</summary>
public sealed class SharedFileAgreementTests
{
    // The SDK's names, as a property and as a setting.
    private static readonly (string Setting, Func<CredentialProfileOptions, string?> Of)[] Options =
    [
        ("aws_access_key_id", static o => o.AccessKey),
        ("aws_secret_access_key", static o => o.SecretKey),
        ("aws_session_token", static o => o.Token),
        ("credential_process", static o => o.CredentialProcess),
        ("credential_source", static o => o.CredentialSource),
        ("external_id", static o => o.ExternalID),
        ("login_session", static o => o.LoginSession),
        ("mfa_serial", static o => o.MfaSerial),
        ("role_arn", static o => o.RoleArn),
        ("role_session_name", static o => o.RoleSessionName),
        ("source_profile", static o => o.SourceProfile),
        ("sso_account_id", static o => o.SsoAccountId),
        ("sso_role_name", static o => o.SsoRoleName),
        ("web_identity_token_file", static o => o.WebIdentityTokenFile),
    ];

    // The SDK finds the config file beside the credentials file only where this is not set, and reads it from the process.
    static SharedFileAgreementTests() => Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", null);

    [Fact]
    public void Both_read_the_same_from_files_that_are_right()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            using Surroundings machine = new();
            GeneratedFiles files = new(new Random(seed));
            File.WriteAllText(machine.CredentialsFile, files.Credentials, files.Encoding);
            File.WriteAllText(machine.ConfigFile, files.Config, files.Encoding);
            ProfileStore ours = machine.Store;
            SharedCredentialsFile theirs = new(machine.CredentialsFile);

            foreach (string name in GeneratedFiles.Names)
            {
                string where = $"seed {seed}, profile {name}";
                SettingsSection? section = ours.Find(SectionKind.Profile, name);
                bool found = theirs.TryGetProfile(name, out CredentialProfile profile);
                Assert.True(found == (section is not null), where);
                if (!found)
                {
                    continue;
                }

                foreach ((string setting, Func<CredentialProfileOptions, string?> of) in Options)
                {
                    Same(of(profile.Options), section![setting], where + ", " + setting);
                }

                Same(profile.Region?.SystemName, section!["region"], where + ", region");
                Same(profile.Region?.SystemName, ours.RegionOf(name), where + ", region");
                if (section["sso_session"] is { } login)
                {
                    SettingsSection session = ours.Find(SectionKind.SsoSession, login)!;
                    Same(profile.Options.SsoRegion, session["sso_region"], where + ", sso_region");
                    Same(profile.Options.SsoStartUrl, session["sso_start_url"], where + ", sso_start_url");
                }

                if (section["services"] is { } services)
                {
                    Assert.True(new ProfileIniFile(machine.ConfigFile, profileMarkerRequired: true).TryGetSection(
                        services, isSsoSession: false, isServicesSection: true, out _, out Dictionary<string, Dictionary<string, string>> nested));
                    Same(nested["sts"]["endpoint_url"], ours.Find(SectionKind.Services, services)!["sts.endpoint_url"], where + ", endpoint_url");
                }
            }
        }
    }

    [Fact]
    public void Both_make_the_same_keys_of_a_static_profile()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            string secret = "canary" + Secret(random, 60);
            string? token = random.Next(2) == 0 ? Secret(random, 1000) + "==" : null;
            using Surroundings machine = new Surroundings().Credentials(
                $"[dev]\naws_access_key_id={(token is null ? "AKIA" : "ASIA")}X{seed}\naws_secret_access_key = {secret}\n{(token is null ? "" : "aws_session_token = " + token)}\n");

            AwsCredential ours = machine.Resolve("dev").Credential;
            Assert.True(new SharedCredentialsFile(machine.CredentialsFile).TryGetProfile("dev", out CredentialProfile profile));
            Amazon.Runtime.ImmutableCredentials theirs = profile.GetAWSCredentials(null).GetCredentials();

            Surroundings.CheckKeys(theirs.AccessKey, theirs.SecretKey, string.IsNullOrEmpty(theirs.Token) ? null : theirs.Token, ours);
            Assert.Equal(secret, theirs.SecretKey);
            Assert.Equal(token ?? string.Empty, theirs.Token);
        }
    }

    [Fact]
    public void Ours_takes_the_last_of_two_settings_where_theirs_drops_the_profile()
    {
        // The reference guide and AWS CLI take the last.
        using Surroundings machine = new Surroundings().Credentials("[dev]\nregion = r1\nregion = r2\n");

        Assert.Equal("r2", machine.Store.RegionOf("dev"));
        Assert.False(new SharedCredentialsFile(machine.CredentialsFile).TryGetProfile("dev", out _));
    }

    [Fact]
    public void Ours_joins_two_sections_of_a_name_where_theirs_reads_the_first()
    {
        // The reference guide and AWS CLI join them.
        using Surroundings machine = new Surroundings().Credentials("[dev]\nregion = r1\n[dev]\nrole_arn = x\n");

        Assert.Equal("r1", machine.Store.RegionOf("dev"));
        Assert.Equal("x", machine.Store.Find(SectionKind.Profile, "dev")!["role_arn"]);
        Assert.Null(Theirs(machine, "dev").Options.RoleArn);
    }

    [Fact]
    public void Ours_drops_a_comment_after_a_value_where_theirs_keeps_it()
    {
        // The reference guide drops it. No key, token, ARN or region has white space, so nothing that works with theirs changes its meaning with ours.
        using Surroundings machine = new Surroundings().Credentials("[dev]\nrole_arn = x # mine\n");

        Assert.Equal("x", machine.Store.Find(SectionKind.Profile, "dev")!["role_arn"]);
        Assert.Equal("x # mine", Theirs(machine, "dev").Options.RoleArn);
    }

    [Fact]
    public void Ours_reads_a_comment_after_a_section_where_theirs_refuses_the_file()
    {
        // The reference guide allows it.
        using Surroundings machine = new Surroundings().Credentials("[dev] # mine\nregion = r1\n");

        Assert.Equal("r1", machine.Store.RegionOf("dev"));
        _ = Assert.Throws<InvalidDataException>(() => new SharedCredentialsFile(machine.CredentialsFile));
    }

    [Fact]
    public void Ours_drops_the_quotes_of_a_name_where_theirs_keeps_them()
    {
        // AWS CLI writes and reads them around a name with a space.
        using Surroundings machine = new Surroundings().Credentials("").Config("[profile \"my dev\"]\nregion = r1\n");

        Assert.Equal("r1", machine.Store.RegionOf("my dev"));
        Assert.True(new SharedCredentialsFile(machine.CredentialsFile).TryGetProfile("\"my dev\"", out _));
    }

    [Fact]
    public void Ours_refuses_a_setting_before_the_first_section_where_theirs_skips_it()
    {
        // The reference guide and AWS CLI refuse it; what is meant for a profile would be lost silently.
        using Surroundings machine = new Surroundings().Credentials("region = r1\n[dev]\nregion = r2\n");

        _ = Unavailable.As("ProfileFileMalformed", () => machine.Store);
        Assert.Equal("r2", Theirs(machine, "dev").Region.SystemName);
    }

    [Fact]
    public void Ours_never_shows_a_malformed_line_where_theirs_does()
    {
        using Surroundings machine = new Surroundings().Credentials("[dev]\naws_secret_access_key canary\n");

        _ = Unavailable.As("ProfileFileMalformed", () => machine.Store);
        Assert.Contains(
            Unavailable.Canary,
            Assert.Throws<InvalidDataException>(() => new SharedCredentialsFile(machine.CredentialsFile)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Ours_skips_the_further_lines_of_a_value_where_theirs_refuses_the_file()
    {
        // The reference guide and AWS CLI allow them.
        using Surroundings machine = new Surroundings().Credentials("[dev]\nnote = one\n  two\nregion = r1\n");

        Assert.Equal("r1", machine.Store.RegionOf("dev"));
        _ = Assert.Throws<InvalidDataException>(() => new SharedCredentialsFile(machine.CredentialsFile));
    }

    private static CredentialProfile Theirs(Surroundings machine, string name)
    {
        Assert.True(new SharedCredentialsFile(machine.CredentialsFile).TryGetProfile(name, out CredentialProfile profile));
        return profile;
    }

    private static void Same(string? theirs, string? ours, string where) =>
        Assert.True(string.Equals(string.IsNullOrEmpty(theirs) ? null : theirs, ours, StringComparison.Ordinal), $"{where}: '{theirs}', '{ours}'");

    private static string Secret(Random random, int longest)
    {
        const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+=";
        char[] text = new char[random.Next(1, longest)];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = Characters[random.Next(Characters.Length)];
        }

        return new string(text);
    }

    /// <summary>Two files that every reader takes: no setting and no section twice, no quotes, no comment behind anything.</summary>
    private sealed class GeneratedFiles
    {
        public static readonly string[] Names = ["default", "dev", "Dev", "prod-1", "team/x", "with space", "Größe", "profile1", "p"];

        private readonly Random _random;
        private readonly string _lineEnd;

        public GeneratedFiles(Random random)
        {
            _random = random;
            _lineEnd = random.Next(3) switch { 0 => "\r\n", _ => "\n" };
            Encoding = random.Next(3) == 0 ? Encoding.UTF8 : new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            Credentials = Make(isConfig: false);
            Config = Make(isConfig: true);
        }

        public string Credentials { get; }

        public string Config { get; }

        public Encoding Encoding { get; }

        private string Make(bool isConfig)
        {
            StringBuilder text = new();
            Noise(text);
            foreach (string name in Names)
            {
                if (_random.Next(3) == 0)
                {
                    continue;
                }

                Section(text, isConfig && (name != "default" || _random.Next(2) == 0) ? $"profile{Gap()}{name}" : name);
                Settings(text);
            }

            if (isConfig)
            {
                // Every login and every service that a profile may name.
                for (int i = 0; i < 3; i++)
                {
                    Section(text, $"sso-session{Gap()}login{i}");
                    Line(text, "sso_region", "r" + i);
                    Line(text, "sso_start_url", $"https://example.com/{i}#/");
                    Section(text, $"services{Gap()}local{i}");
                    Line(text, "sts", "");
                    Line(text, "endpoint_url", $"http://127.0.0.1:{i}/?a=b", "  ");
                    Line(text, "other", "x", "\t");
                    Line(text, "s3", "");
                    Line(text, "endpoint_url", "http://127.0.0.1:9/", " ");
                }

                Section(text, "plugins");
                Line(text, "region", "other");
            }

            return text.ToString();
        }

        private void Section(StringBuilder text, string name)
        {
            _ = text.Append(Blank()).Append('[').Append(Blank()).Append(name).Append(Blank()).Append(']').Append(Blank()).Append(_lineEnd);
            Noise(text);
        }

        private void Settings(StringBuilder text)
        {
            string indent = _random.Next(4) == 0 ? "  " : "";
            foreach ((string setting, _) in Options)
            {
                if (_random.Next(3) == 0)
                {
                    Line(text, _random.Next(5) == 0 ? setting.ToUpperInvariant() : setting, Value(), indent);
                    Noise(text);
                }
            }

            if (_random.Next(2) == 0)
            {
                Line(text, "region", "r-" + _random.Next(100), indent);
            }

            if (_random.Next(4) == 0)
            {
                Line(text, "sso_session", "login" + _random.Next(3), indent);
            }

            if (_random.Next(4) == 0)
            {
                Line(text, "services", "local" + _random.Next(3), indent);
            }

            if (_random.Next(4) == 0)
            {
                // Last, since theirs takes every indented line for one under it.
                Line(text, "s3", "", indent);
                Line(text, "region", "other", indent + "  ");
                Line(text, "role_arn", "other", indent + "    ");
            }
        }

        private string Value() => _random.Next(8) switch
        {
            0 => Secret(_random, 40) + "==",
            1 => "a b  c",
            2 => "a#b;c",
            3 => "\"quoted\"",
            4 => "[x]",
            5 => "Größe",
            6 => "C:\\x\\y",
            _ => Secret(_random, 10),
        };

        private void Line(StringBuilder text, string key, string value, string indent = "") =>
            _ = text.Append(indent).Append(key).Append(Blank()).Append('=').Append(Blank()).Append(value).Append(Blank()).Append(_lineEnd);

        private void Noise(StringBuilder text) => _ = _random.Next(8) switch
        {
            0 => text.Append("# comment = x").Append(_lineEnd),
            1 => text.Append(" ; [comment]").Append(_lineEnd),
            2 => text.Append(" \t").Append(_lineEnd),
            3 => text.Append(_lineEnd),
            _ => text,
        };

        private string Blank() => _random.Next(4) switch { 0 => " ", 1 => "\t", 2 => "  ", _ => "" };

        private string Gap() => _random.Next(3) switch { 0 => " ", 1 => "\t", _ => " \t " };
    }
}
