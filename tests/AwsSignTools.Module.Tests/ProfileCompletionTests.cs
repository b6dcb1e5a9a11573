using System;
using System.IO;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>Tab after -ProfileName offers the names that are in the files, and nothing where there are none to be read.</summary>
public sealed class ProfileCompletionTests : IDisposable
{
    private readonly PowerShellSession _session = new();
    private readonly ProfileFolder _usual = new(ProfileFolder.Keys("camera"), "[default]\nregion = us-west-2\n[profile captions]\n[sso-session corp]\n[services inside]\n[plugins]\n");
    private readonly ProfileFolder _other = new(ProfileFolder.Keys("deploy") + ProfileFolder.Keys("my camera's") + ProfileFolder.Keys("Depot"));
    private readonly EnvironmentScope _environment;

    public ProfileCompletionTests()
    {
        _environment = _usual.InEnvironment();
        _ = _session.Output("param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder)", Path.GetDirectoryName(_other.Folder));
    }

    private string OtherName => Path.GetFileName(_other.Folder);

    public void Dispose()
    {
        _environment.Dispose();
        _usual.Dispose();
        _other.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData("New-KvsSignedUrl -ProfileName ")]
    [InlineData("New-ChimeConnectUrl -StoredCredentials ")]
    [InlineData("ConvertTo-EventStreamFrame -AWSProfileName ")]
    public void The_names_are_those_of_both_files_whatever_the_parameter_is_called(string line) =>
        Assert.Equal(["default", "captions", "camera"], _session.Complete(line));

    [Theory]
    [InlineData("ca", "captions", "camera")]
    [InlineData("CAM", "camera")]
    [InlineData("'cam", "camera")]
    [InlineData("corp")]
    public void The_beginning_of_a_name_counts_and_its_case_does_not(string start, params string[] expected) =>
        Assert.Equal(expected, _session.Complete("New-KvsSignedUrl -ProfileName " + start));

    [Theory]
    [InlineData("-ProfileLocation {0} -ProfileName ")]
    [InlineData("-ProfilesLocation ./{0} -ProfileName ")]
    [InlineData("-AWSProfilesLocation '{0}' -ProfileName ")]
    public void The_files_are_those_of_the_location_that_is_on_the_line(string line) => Assert.Equal(
        ["deploy", "'my camera''s'", "Depot"],
        _session.Complete("New-KvsSignedUrl " + line.Replace("{0}", OtherName, StringComparison.Ordinal)));

    [Fact]
    public void Beside_a_credentials_file_stands_the_config_file_of_the_environment_or_its_neighbour()
    {
        string line = $"New-KvsSignedUrl -ProfileLocation {OtherName}/credentials -ProfileName d";
        File.WriteAllText(_other.ConfigFile, "[profile door]\n");

        Assert.Equal(["default", "deploy", "Depot"], _session.Complete(line));
        using EnvironmentScope without = new(("AWS_CONFIG_FILE", null));
        Assert.Equal(["door", "deploy", "Depot"], _session.Complete(line));
    }

    [Fact]
    public void A_name_with_a_space_is_quoted_and_means_the_profile()
    {
        string line = $"{Sample.ViewerUrl} -ProfileLocation {OtherName} -ProfileName ";

        string name = Assert.Single(_session.Complete(line + "my"));

        Assert.StartsWith("wss://", _session.Single(line + name).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_can_name_the_location()
    {
        _ = _session.Output($"$global:place = '{OtherName}'");

        Assert.Equal(["deploy", "Depot"], _session.Complete("New-KvsSignedUrl -ProfileLocation $place -ProfileName dep"));
    }

    [Fact]
    public void Files_that_cannot_be_read_give_no_completion_and_no_error()
    {
        File.AppendAllText(_usual.CredentialsFile, "this is no line of it\n");

        Assert.Empty(_session.Complete("New-KvsSignedUrl -ProfileName "));
        Assert.Empty(_session.Complete($"New-KvsSignedUrl -ProfileLocation {_usual.Folder} -ProfileName "));
        Assert.Empty(_session.Complete("New-KvsSignedUrl -ProfileLocation ./nowhere -ProfileName "));
        Assert.Empty(_session.Complete("New-KvsSignedUrl -ProfileLocation nodrive:/x -ProfileName "));
    }

    [Fact]
    public void A_name_that_the_engine_would_take_for_something_else_is_quoted_and_an_empty_one_is_left_out()
    {
        using ProfileFolder odd = new("[-dash]\n[]\n[$x]\n[a;b]\n");

        Assert.Equal(["'-dash'", "'$x'", "'a;b'"], _session.Complete($"New-KvsSignedUrl -ProfileLocation {odd.Folder} -ProfileName "));
    }

    [Theory]
    [InlineData("New-KvsSignedUrl -Region us-w", "us-west-1", "us-west-2")]
    [InlineData("New-ChimeConnectUrl -RegionToCall EU-C", "eu-central-1", "eu-central-2")]
    [InlineData("ConvertTo-EventStreamFrame -ProfileName camera -Region us-gov-w", "us-gov-west-1")]
    [InlineData("New-KvsSignedUrl -Region nowhere")]
    public void Regions_are_completed_by_their_own_list(string line, params string[] expected) => Assert.Equal(expected, _session.Complete(line));
}
