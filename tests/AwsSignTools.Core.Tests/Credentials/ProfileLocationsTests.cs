using System;
using System.Collections.Generic;
using System.IO;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

public sealed class ProfileLocationsTests
{
    private static readonly string Home = Path.Combine(Path.GetTempPath(), "home");

    [Fact]
    public void The_files_are_in_the_folder_aws_of_HOME()
    {
        ProfileLocations found = Find(null, ("HOME", Home), ("USERPROFILE", "other"));

        Assert.Equal(Path.Combine(Home, ".aws", "credentials"), found.CredentialsFile);
        Assert.Equal(Path.Combine(Home, ".aws", "config"), found.ConfigFile);
        Assert.Equal(RequiredFiles.None, found.Required);
        Assert.Null(found.EncryptedStore);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_HOME_it_is_USERPROFILE(string? home) =>
        Assert.Equal(Path.Combine(Home, ".aws", "config"), Find(null, ("HOME", home), ("USERPROFILE", Home)).ConfigFile);

    [Fact]
    public void Without_both_it_is_what_the_platform_says() => Assert.Equal(
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "credentials"), Find(null).CredentialsFile);

    [Fact]
    public void A_variable_names_each_file()
    {
        ProfileLocations both = Find(null, ("HOME", Home), ("AWS_SHARED_CREDENTIALS_FILE", "/x/keys"), ("AWS_CONFIG_FILE", "settings"));
        Assert.Equal("/x/keys", both.CredentialsFile);
        Assert.Equal("settings", both.ConfigFile);
        Assert.Equal(RequiredFiles.None, both.Required);

        ProfileLocations one = Find(null, ("HOME", Home), ("AWS_SHARED_CREDENTIALS_FILE", "/x/keys"), ("AWS_CONFIG_FILE", " "));
        Assert.Equal("/x/keys", one.CredentialsFile);
        Assert.Equal(Path.Combine(Home, ".aws", "config"), one.ConfigFile);

        ProfileLocations other = Find(null, ("HOME", Home), ("AWS_SHARED_CREDENTIALS_FILE", ""), ("AWS_CONFIG_FILE", "settings"));
        Assert.Equal(Path.Combine(Home, ".aws", "credentials"), other.CredentialsFile);
        Assert.Equal("settings", other.ConfigFile);
    }

    [Fact]
    public void A_tilde_that_no_shell_expanded_is_the_home_folder()
    {
        ProfileLocations found = Find(null, ("HOME", Home), ("AWS_SHARED_CREDENTIALS_FILE", "~/a/keys"), ("AWS_CONFIG_FILE", "~/b/settings"));
        Assert.Equal(Path.Combine(Home, "a/keys"), found.CredentialsFile);
        Assert.Equal(Path.Combine(Home, "b/settings"), found.ConfigFile);

        Assert.Equal("~user/keys", Find(null, ("HOME", Home), ("AWS_SHARED_CREDENTIALS_FILE", "~user/keys")).CredentialsFile);
        Assert.Equal("x/~/keys", Find(null, ("HOME", Home), ("AWS_SHARED_CREDENTIALS_FILE", "x/~/keys")).CredentialsFile);
    }

    [Fact]
    public void The_tilde_of_AWS_CONFIG_FILE_is_the_home_folder_beside_a_named_credentials_file_too() =>
        Assert.Equal(Path.Combine(Home, "settings"), Find("/x/keys", ("HOME", Home), ("AWS_CONFIG_FILE", "~/settings")).ConfigFile);

    [Fact]
    public void A_named_file_is_the_credentials_file_and_the_config_file_is_beside_it()
    {
        string file = Path.Combine(Home, "none", "keys");
        ProfileLocations found = Find(file, ("HOME", "/other"), ("AWS_SHARED_CREDENTIALS_FILE", "/y"), ("LOCALAPPDATA", "/z"));

        Assert.Equal(file, found.CredentialsFile);
        Assert.Equal(Path.Combine(Home, "none", "config"), found.ConfigFile);
        Assert.Equal(RequiredFiles.CredentialsFile, found.Required);
        Assert.Null(found.EncryptedStore);
        Assert.Equal("config", Find("keys").ConfigFile);
    }

    [Fact]
    public void AWS_CONFIG_FILE_counts_beside_a_named_credentials_file() =>
        Assert.Equal("/y/settings", Find("/x/keys", ("AWS_CONFIG_FILE", "/y/settings")).ConfigFile);

    [Fact]
    public void A_named_folder_has_both_files()
    {
        using Surroundings machine = new();
        ProfileLocations found = Find(
            machine.Home, ("HOME", "/other"), ("AWS_SHARED_CREDENTIALS_FILE", "/y"), ("AWS_CONFIG_FILE", "/y"), ("LOCALAPPDATA", "/z"));

        Assert.Equal(Path.Combine(machine.Home, "credentials"), found.CredentialsFile);
        Assert.Equal(Path.Combine(machine.Home, "config"), found.ConfigFile);
        Assert.Equal(RequiredFiles.Either, found.Required);
        Assert.Null(found.EncryptedStore);
    }

    [Fact]
    public void The_encrypted_store_is_where_Windows_keeps_it()
    {
        Assert.Equal(
            Path.Combine("local", "AWSToolkit", "RegisteredAccounts.json"), Find(null, ("HOME", Home), ("LOCALAPPDATA", "local")).EncryptedStore);
        Assert.Null(Find(null, ("HOME", Home), ("LOCALAPPDATA", " ")).EncryptedStore);
    }

    [Fact]
    public void The_environment_is_read_anew_each_time()
    {
        Dictionary<string, string?> variables = new(StringComparer.Ordinal) { ["HOME"] = "/a" };
        string? Read(string name) => variables.GetValueOrDefault(name);
        string first = ProfileLocations.Find(null, Read).ConfigFile;
        variables["HOME"] = "/b";

        Assert.NotEqual(first, ProfileLocations.Find(null, Read).ConfigFile);
    }

    [Fact]
    public void An_environment_that_is_null_is_named() => Assert.Throws<ArgumentNullException>("environment", static () => ProfileLocations.Find(null, null!));

    private static ProfileLocations Find(string? location, params (string Name, string? Value)[] variables)
    {
        Dictionary<string, string?> environment = new(StringComparer.Ordinal);
        foreach ((string name, string? value) in variables)
        {
            environment[name] = value;
        }

        return ProfileLocations.Find(location, name => environment.GetValueOrDefault(name));
    }
}
