using System;
using System.Globalization;
using System.IO;
using System.Text;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>The form of the shared files; what a section means for a credential is in the tests of the resolver.</summary>
public sealed class SharedFileTests
{
    [Theory]
    [InlineData("[dev]\nkey = value")]
    [InlineData("[dev]\nkey=value")]
    [InlineData("[dev]\nkey =value")]
    [InlineData("[dev]\nkey= value")]
    [InlineData("[dev]\n\tkey\t=\tvalue\t")]
    [InlineData("[dev]\nkey = value   ")]
    [InlineData("[dev]\nKEY = value")]
    [InlineData("[dev]\r\nkey = value\r\n")]
    [InlineData("[dev]\rkey = value\r")]
    [InlineData("  [dev]  \nkey = value")]
    [InlineData("[ dev ]\nkey = value")]
    [InlineData("[\tdev\t]\nkey = value")]
    [InlineData("[\"dev\"]\nkey = value")]
    [InlineData("['dev']\nkey = value")]
    [InlineData("[profile dev]\nkey = value")]
    [InlineData("[dev] # a comment\nkey = value")]
    [InlineData("[dev]; [other]\nkey = value")]
    [InlineData("\n \t\n# x\n;y\n  # z = 1\n[dev]\n# other = 1\nkey = value\n")]
    [InlineData("[dev]\nkey = value # a comment")]
    [InlineData("[dev]\nkey = value ; a comment")]
    [InlineData("[dev]\nkey = value\t#")]
    [InlineData("[dev]\nkey = other\nkey = value")]
    [InlineData("[dev]\nkey = other\nKey = value")]
    [InlineData("[dev]\nkey = other\n[x]\nkey = x\n[dev]\nkey = value")]
    [InlineData("\uFEFF[dev]\nkey = value")]
    [InlineData("\uFEFF# a comment\n[dev]\nkey = value")]
    public void A_setting_of_the_credentials_file_is_read_however_it_is_written(string text) =>
        Assert.Equal("value", Read(text, null, SectionKind.Profile, "dev", "key"));

    [Theory]
    [InlineData("[profile dev]\nkey = value")]
    [InlineData("[profile\tdev]\nkey = value")]
    [InlineData("[ profile \t dev ]\nkey = value")]
    [InlineData("[profile \"dev\"]\nkey = value")]
    [InlineData("[profile 'dev']\nkey = value")]
    [InlineData("[dev]\nkey = other\n[profile dev]\nkey = value\n[dev]\nkey = other")]
    [InlineData("[Profile dev]\nkey = other\n[profile dev]\nkey = value")]
    [InlineData("[profiledev]\nkey = other\n[profile dev]\nkey = value")]
    public void A_profile_of_the_config_file_has_the_word_profile(string text) =>
        Assert.Equal("value", Read(null, text, SectionKind.Profile, "dev", "key"));

    [Theory]
    [InlineData("[default]\nkey = value")]
    [InlineData("[profile default]\nkey = value")]
    [InlineData("[ default ]\nkey = value")]
    public void The_default_profile_of_the_config_file_needs_no_word(string text)
    {
        Assert.Equal("value", Read(null, text, SectionKind.Profile, "default", "key"));
        Assert.Equal("value", Read(text, null, SectionKind.Profile, "default", "key"));
    }

    [Theory]
    [InlineData("dev-1_2.3/4%5@6:7+8")]
    [InlineData("two words")]
    [InlineData("Größe")]
    [InlineData("a=b")]
    [InlineData("#dev")]
    public void A_name_may_have_any_character(string name)
    {
        Assert.Equal("value", Read($"[{name}]\nkey = value", null, SectionKind.Profile, name, "key"));
        Assert.Equal("value", Read(null, $"[profile {name}]\nkey = value", SectionKind.Profile, name, "key"));
        Assert.Equal("value", Read(null, $"[profile \"{name}\"]\nkey = value", SectionKind.Profile, name, "key"));
        Assert.Equal([name], Store(null, $"[profile {name}]").Names);
    }

    [Theory]
    [InlineData("sso-session", nameof(SectionKind.SsoSession))]
    [InlineData("services", nameof(SectionKind.Services))]
    public void Logins_and_services_are_sections_of_their_own_and_no_profiles(string word, string kind)
    {
        string text = $"[{word} corp]\nkey = value\n[{word}  \"two words\"]\nkey = value2";
        SectionKind of = Enum.Parse<SectionKind>(kind);

        Assert.Equal("value", Read(null, text, of, "corp", "key"));
        Assert.Equal("value2", Read(null, text, of, "two words", "key"));
        Assert.Equal("value", Read(text, null, of, "corp", "key"));
        Assert.Null(Read(null, text, SectionKind.Profile, "corp", "key"));
        Assert.Empty(Store(null, text).Names);
        Assert.Empty(Store(text, null).Names);
    }

    [Fact]
    public void Sections_that_nobody_here_knows_are_skipped()
    {
        ProfileStore store = Store("[dev]\nkey = value", "[plugins]\nx = y\n[preview]\nkey = other\n[dev]\nkey = other\n[]\nz = 1\n[profile]\nz = 1\n[profile dev]\nkey2 = value2");

        Assert.Equal(["dev"], store.Names);
        Assert.Equal("value", store.Find(SectionKind.Profile, "dev")?["key"]);
        Assert.Equal("value2", store.Find(SectionKind.Profile, "dev")?["key2"]);
    }

    [Fact]
    public void A_section_without_a_name_is_no_profile() => Assert.Equal(["dev"], Store("[]\nx = 1\n[ ]\n[\"\"]\n[dev]", "[profile ]\n[profile \"\"]").Names);

    [Theory]
    [InlineData("canary/+abc==", "canary/+abc==")]
    [InlineData("canary#def", "canary#def")]
    [InlineData("canary;def", "canary;def")]
    [InlineData("=canary=", "=canary=")]
    [InlineData("canary[x]", "canary[x]")]
    [InlineData("a b  c", "a b  c")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("a#b #c", "a#b")]
    [InlineData("a#b; #c", "a#b;")]
    [InlineData("\"canary\"", "\"canary\"")]
    [InlineData("Größe", "Größe")]
    public void What_belongs_to_a_value_is_kept(string written, string value) =>
        Assert.Equal(value, Read($"[dev]\nkey = {written}\n", null, SectionKind.Profile, "dev", "key"));

    [Theory]
    [InlineData("key =")]
    [InlineData("key=")]
    [InlineData("key = # nothing")]
    [InlineData("key = ;")]
    public void An_empty_value_is_none(string line)
    {
        Assert.Null(Read($"[dev]\n{line}\n", null, SectionKind.Profile, "dev", "key"));
        Assert.Null(Read($"[dev]\nkey = other\n{line}\n", null, SectionKind.Profile, "dev", "key"));
    }

    [Fact]
    public void A_command_line_is_no_place_for_comments()
    {
        // AWS CLI and the SDK for .NET give the shell the whole of it; a ';' or '#' after a space may be part of it.
        const string CommandLine = "sh -c 'cat key ; echo #x'";

        Assert.Equal(CommandLine, Read($"[dev]\ncredential_process = {CommandLine}\n", null, SectionKind.Profile, "dev", "credential_process"));
        Assert.Equal(CommandLine, Read(null, $"[profile dev]\nCREDENTIAL_PROCESS={CommandLine}\n", SectionKind.Profile, "dev", "credential_process"));
    }

    [Fact]
    public void Settings_under_a_setting_have_its_name_before_theirs()
    {
        const string Text = """
            [services local]
            sts =
              endpoint_url = http://127.0.0.1:1/
              # a comment = x

              other = 1
            sso =
            	endpoint_url = http://127.0.0.1:2/
            region = eu-west-1
            [profile dev]
            s3 =
              region = other
            region = us-west-2
            """;
        ProfileStore store = Store(null, Text);

        SettingsSection services = store.Find(SectionKind.Services, "local")!;
        Assert.Equal("http://127.0.0.1:1/", services["sts.endpoint_url"]);
        Assert.Equal("1", services["STS.Other"]);
        Assert.Equal("http://127.0.0.1:2/", services["sso.endpoint_url"]);
        Assert.Equal("eu-west-1", services["region"]);
        Assert.Null(services["endpoint_url"]);
        Assert.Equal("us-west-2", store.RegionOf("dev"));
    }

    [Fact]
    public void Settings_may_be_indented()
    {
        // AWS CLI and the SDK for .NET read such a file.
        const string Text = """
            [dev]
              aws_access_key_id = AKID
              aws_secret_access_key = canary
              region = us-west-2
            [next]
                region = eu-west-1
            """;

        Assert.Equal("AKID", Read(Text, null, SectionKind.Profile, "dev", "aws_access_key_id"));
        Assert.Equal("canary", Read(Text, null, SectionKind.Profile, "dev", "aws_secret_access_key"));
        Assert.Equal("us-west-2", Read(Text, null, SectionKind.Profile, "dev", "region"));
        Assert.Equal("eu-west-1", Read(Text, null, SectionKind.Profile, "next", "region"));
    }

    [Fact]
    public void Settings_that_are_indented_may_have_others_under_them()
    {
        const string Text = """
            [services local]
              sts =
                endpoint_url = http://127.0.0.1:1/
              sso =
                endpoint_url = http://127.0.0.1:2/
              aws_session_token =
              region = us-west-2
            """;
        SettingsSection services = Store(null, Text).Find(SectionKind.Services, "local")!;

        Assert.Equal("http://127.0.0.1:1/", services["sts.endpoint_url"]);
        Assert.Equal("http://127.0.0.1:2/", services["sso.endpoint_url"]);
        Assert.Equal("us-west-2", services["region"]);
    }

    [Fact]
    public void A_setting_that_is_indented_below_a_value_is_one_of_its_own()
    {
        // As in the SDK for .NET: only what has no value of its own has settings under it.
        const string Text = "[dev]\naws_access_key_id = AKID\n  aws_secret_access_key = canary\n";

        Assert.Equal("AKID", Read(Text, null, SectionKind.Profile, "dev", "aws_access_key_id"));
        Assert.Equal("canary", Read(Text, null, SectionKind.Profile, "dev", "aws_secret_access_key"));
    }

    [Fact]
    public void The_further_lines_of_a_value_are_skipped()
    {
        ProfileStore store = Store(null, "[profile dev]\ncli_pager =\n  less\nnote = one\n  two\n\tthree\nregion = us-west-2\n");

        Assert.Equal("us-west-2", store.RegionOf("dev"));
        Assert.Equal("one", store.Find(SectionKind.Profile, "dev")?["note"]);
    }

    [Theory]
    [InlineData("[dev]\ncanary", 2)]
    [InlineData("[dev]\nkey : canary", 2)]
    [InlineData("[dev]\n= canary", 2)]
    [InlineData("[dev]\n  = canary", 2)]
    [InlineData("[dev]\n  canary", 2)]
    [InlineData("[dev]\r\nkey = value\r\n\r\n# comment\r\ncanary\r\n", 5)]
    [InlineData("[canary", 1)]
    [InlineData("[dev]\n\n  [canary # ", 3)]
    [InlineData("key = canary", 1)]
    [InlineData("# x\n\n  key = canary\n[dev]", 3)]
    [InlineData("\uFEFFcanary", 1)]
    [InlineData("aws_secret_access_key canary", 1)]
    [InlineData("{ \"AccessKeyId\": \"canary\" }", 1)]
    public void A_line_that_is_nothing_is_named_by_its_number_and_never_shown(string text, int line)
    {
        using Surroundings credentials = new();
        CheckMalformed(credentials.Credentials(text), credentials.CredentialsFile, line);
        using Surroundings config = new();
        CheckMalformed(config.Config(text), config.ConfigFile, line);
    }

    [Fact]
    public void A_malformed_file_stops_every_way_to_a_profile()
    {
        using Surroundings machine = new Surroundings().Credentials("[dev]\naws_access_key_id = AKID\naws_secret_access_key = canary\n").Config("canary");

        _ = Unavailable.As("ProfileFileMalformed", () => machine.Resolve("dev"));
        _ = Unavailable.As("ProfileFileMalformed", machine.Chain.FromDefaultChain);
        _ = Unavailable.As("ProfileFileMalformed", machine.Chain.DefaultRegion);
    }

    [Fact]
    public void Settings_of_both_files_are_one_profile_and_those_of_the_credentials_file_come_first()
    {
        ProfileStore store = Store("[b]\nregion = r1\nx = 1\n[c]\n[default]\n", "[profile a]\n[profile b]\nregion = r2\ny = 2\n[default]\nregion = r3");

        Assert.Equal(["a", "b", "default", "c"], store.Names);
        SettingsSection b = store.Find(SectionKind.Profile, "b")!;
        Assert.Equal("r1", b["region"]);
        Assert.Equal("1", b["x"]);
        Assert.Equal("2", b["Y"]);
        Assert.Equal("b", b.ToString());
        Assert.Equal("r3", store.RegionOf("default"));
        Assert.True(store.Contains("c"));
        Assert.False(store.Contains("C"));
        Assert.Null(store.RegionOf("c"));
        Assert.Null(store.RegionOf("none"));
    }

    [Fact]
    public void Files_that_are_not_there_have_no_profiles()
    {
        using Surroundings machine = new();
        Assert.Empty(machine.Store.Names);

        machine.Variables["HOME"] = Path.Combine(machine.Home, "none");
        Assert.Empty(machine.Store.Names);

        // A home that is no folder, as services have.
        machine.Variables["HOME"] = machine.Write("file", "");
        Assert.Empty(machine.Store.Names);

        machine.Variables["AWS_CONFIG_FILE"] = Path.Combine(machine.Home, new string('x', 5000));
        Assert.Empty(machine.Store.Names);
    }

    [Fact]
    public void A_named_place_must_be_there()
    {
        using Surroundings machine = new();
        string file = Path.Combine(machine.Home, "none");
        Finding missing = Unavailable.As("ProfileFileMissing", file, () => machine.Chain.FromProfile("dev", file));
        Assert.Contains(file, missing.Message, StringComparison.Ordinal);

        Finding empty = Unavailable.As("ProfileFileMissing", Path.Combine(machine.Home, "credentials"), () => machine.Chain.FromProfile("dev", machine.Home));
        Assert.Contains("neither", empty.Message, StringComparison.Ordinal);

        // One of the two will do in a folder; beside a file the config file may be missing.
        string config = machine.Write("config", "[profile dev]\nregion = us-west-2");
        Assert.Equal(["dev"], ProfileStore.Read(ProfileLocations.Find(machine.Home, machine.Context.Environment), machine.Context.ReadLimit).Names);
        string keys = machine.Write("keys", "[other]");
        Assert.Equal(["dev", "other"], ProfileStore.Read(ProfileLocations.Find(keys, machine.Context.Environment), machine.Context.ReadLimit).Names);
        File.Delete(config);
        Assert.Equal(["other"], ProfileStore.Read(ProfileLocations.Find(keys, machine.Context.Environment), machine.Context.ReadLimit).Names);

        // A config file that is there does not stand for the credentials file that was named.
        _ = machine.Write("config", "[profile dev]\nregion = us-west-2");
        _ = Unavailable.As("ProfileFileMissing", file, () => machine.Chain.FromProfile("dev", file));
    }

    [Fact]
    public void A_config_file_may_be_given_as_the_credentials_file()
    {
        using Surroundings machine = new();
        string file = machine.Write("config", "[default]\nregion = r1\n[profile dev]\nregion = r2\n[sso-session x]\nsso_region = r3");

        Assert.Equal(["default", "dev"], ProfileStore.Read(ProfileLocations.Find(file, machine.Context.Environment), machine.Context.ReadLimit).Names);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error()
    {
        using Surroundings machine = new Surroundings().Credentials("[dev]\naws_secret_access_key = canary");
        using FileStream locked = new(machine.CredentialsFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Finding finding = Unavailable.As("ProfileFileUnreadable", machine.CredentialsFile, () => machine.Resolve("dev"));
        Assert.Contains(machine.CredentialsFile, finding.Message, StringComparison.Ordinal);
        _ = Unavailable.As("ProfileFileUnreadable", machine.Chain.FromDefaultChain);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_an_error()
    {
        // What a container's volume leaves where the file to mount was not there.
        using Surroundings machine = new Surroundings().Config("[profile dev]\nregion = us-west-2");
        _ = Directory.CreateDirectory(machine.CredentialsFile);

        Finding finding = Unavailable.As("ProfileFileUnreadable", machine.CredentialsFile, () => machine.Resolve("dev"));
        Assert.Contains("folder", finding.Message, StringComparison.Ordinal);
        _ = Unavailable.As("ProfileFileUnreadable", machine.Chain.FromDefaultChain);
        _ = Unavailable.As("ProfileFileUnreadable", () => machine.Chain.FromProfile("dev", Path.GetDirectoryName(machine.CredentialsFile)));
    }

    [Fact]
    public void Text_of_another_encoding_is_known_by_its_mark()
    {
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            using Surroundings machine = new();
            File.WriteAllText(machine.CredentialsFile, "[Größe]\nregion = us-west-2\n", encoding);
            Assert.Equal("us-west-2", machine.Store.RegionOf("Größe"));
        }
    }

    [Fact]
    public void Bytes_of_every_value_are_read_or_refused()
    {
        Random random = new(20150830);
        byte[] sample = Encoding.UTF8.GetBytes("[dev]\r\nregion = us-west-2 # x\r\ns3 =\r\n  a = b\r\n[profile \"x\"]\r\n; c\r\naws_secret_access_key = canary\r\n");
        using Surroundings machine = new();
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = [.. sample];
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(machine.CredentialsFile, bytes[..random.Next(bytes.Length + 1)]);
            Exception? thrown = Record.Exception(() => _ = machine.Store);
            if (thrown is not null)
            {
                _ = Unavailable.As("ProfileFileMalformed", () => machine.Store);
            }
        }
    }

    [Fact]
    public void A_large_file_is_read()
    {
        StringBuilder text = new();
        for (int i = 0; i < 20_000; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"[p{i}]\naws_access_key_id = AKID{i}\naws_secret_access_key = canary{i}\nregion = r{i}\n");
        }

        _ = text.Append("[last]\nkey = ").Append('x', 1_000_000).Append('\n');
        ProfileStore store = Store(text.ToString(), null);

        Assert.Equal(20_001, store.Names.Count);
        Assert.Equal("r12345", store.RegionOf("p12345"));
        Assert.Equal(1_000_000, store.Find(SectionKind.Profile, "last")?["key"]?.Length);
    }

    [Fact]
    public void Locations_that_are_null_are_named() => Assert.Throws<ArgumentNullException>("locations", static () => ProfileStore.Read(null!, default));

    private static void CheckMalformed(Surroundings machine, string file, int line)
    {
        Finding finding = Unavailable.As("ProfileFileMalformed", file, () => machine.Store);
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"Line {line} of '{file}' is "), finding.Message, StringComparison.Ordinal);
    }

    private static string? Read(string? credentials, string? config, SectionKind kind, string section, string key) =>
        Store(credentials, config).Find(kind, section)?[key];

    private static ProfileStore Store(string? credentials, string? config)
    {
        using Surroundings machine = new();
        if (credentials is not null)
        {
            machine.Credentials(credentials);
        }

        if (config is not null)
        {
            machine.Config(config);
        }

        return machine.Store;
    }
}
