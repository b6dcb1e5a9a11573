using System;
using System.IO;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>Profiles that hold their keys, and the files that profiles are read from.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly TestMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_profile_with_keys_signs()
    {
        _machine.Credentials = """
            [dev]
            aws_access_key_id = AKIDDEV
            aws_secret_access_key = dev/secret+
            """;

        _machine.AssertSigns("-ProfileName dev", "AKIDDEV", "dev/secret+");
        _machine.AssertSigns("-StoredCredentials dev", "AKIDDEV", "dev/secret+");
        _machine.AssertSigns("-AWSProfileName dev", "AKIDDEV", "dev/secret+");
    }

    [Fact]
    public void A_profile_with_a_session_token_signs()
    {
        _machine.Credentials = """
            [dev]
            aws_access_key_id=ASIADEV
            aws_secret_access_key=dev/secret+
            aws_session_token=IQoJb3JpZ2luX2VjEXAMPLE//+==
            """;

        _machine.AssertSigns("-ProfileName dev", "ASIADEV", "dev/secret+", "IQoJb3JpZ2luX2VjEXAMPLE//+==");
    }

    [Fact]
    public void The_config_file_has_profiles_too_and_the_credentials_file_comes_first()
    {
        _machine.Config = """
            # a comment
            [default]
            region = eu-west-1

            [profile only here]
            aws_access_key_id = AKIDCONFIG
            aws_secret_access_key = config ; another comment

            [profile both]
            aws_access_key_id = AKIDWRONG
            aws_secret_access_key = wrong
            """;
        _machine.Credentials = """
            [both]
            aws_access_key_id = AKIDRIGHT
            aws_secret_access_key = right
            """;

        _machine.AssertSigns("-ProfileName 'only here'", "AKIDCONFIG", "config");
        _machine.AssertSigns("-ProfileName both", "AKIDRIGHT", "right");
    }

    [Fact]
    public void Without_a_credential_of_its_own_a_command_takes_the_profile_of_AWS_PROFILE_or_default()
    {
        _machine.Credentials = """
            [default]
            aws_access_key_id = AKIDDEFAULT
            aws_secret_access_key = default

            [dev]
            aws_access_key_id = AKIDDEV
            aws_secret_access_key = dev
            """;

        Assert.Equal("AKIDDEFAULT", _machine.Signer(string.Empty));
        _ = _machine.Set("AWS_PROFILE", "dev");
        Assert.Equal("AKIDDEV", _machine.Signer(string.Empty));
        _ = _machine.Set("AWS_PROFILE", "gone");
        _ = _machine.AssertRefused(string.Empty, "ProfileNotFound", "'gone', which AWS_PROFILE names,", "'default', 'dev'");
    }

    [Fact]
    public void Keys_of_the_environment_come_before_the_default_profile_and_a_profile_that_is_asked_for_before_them()
    {
        _machine.Credentials = """
            [default]
            aws_access_key_id = AKIDDEFAULT
            aws_secret_access_key = default
            """;
        _ = _machine.Set("AWS_ACCESS_KEY_ID", "AKIDENV").Set("AWS_SECRET_ACCESS_KEY", "env");

        _machine.AssertSigns(string.Empty, "AKIDENV", "env");
        _machine.AssertSigns("-ProfileName default", "AKIDDEFAULT", "default");
        _machine.AssertSigns("-ProfileName default -Credential @{ AccessKeyId = 'AKIDOBJECT'; SecretAccessKey = 'object' }", "AKIDDEFAULT", "default");
    }

    [Fact]
    public void The_files_that_the_environment_names_are_read_anew_each_time()
    {
        string credentials = _machine.Write("first", "[dev]\naws_access_key_id = AKIDFIRST\naws_secret_access_key = first\n");
        string config = _machine.Write("second", "[profile dev]\naws_access_key_id = AKIDSECOND\naws_secret_access_key = second\n");
        _machine.Credentials = "[dev]\naws_access_key_id = AKIDHOME\naws_secret_access_key = home\n";

        Assert.Equal("AKIDHOME", _machine.Signer("-ProfileName dev"));
        _ = _machine.Set("AWS_SHARED_CREDENTIALS_FILE", credentials);
        Assert.Equal("AKIDFIRST", _machine.Signer("-ProfileName dev"));
        _ = _machine.Set("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(_machine.Home, "none")).Set("AWS_CONFIG_FILE", config);
        Assert.Equal("AKIDSECOND", _machine.Signer("-ProfileName dev"));
        _ = _machine.Write("second", "[profile dev]\naws_access_key_id = AKIDTHIRD\naws_secret_access_key = third\n");
        Assert.Equal("AKIDTHIRD", _machine.Signer("-ProfileName dev"));
        _ = _machine.Session.Output("[System.Environment]::SetEnvironmentVariable('AWS_SHARED_CREDENTIALS_FILE', $args[0])", credentials);
        Assert.Equal("AKIDFIRST", _machine.Signer("-ProfileName dev"));
    }

    [Fact]
    public void A_place_for_the_files_is_a_file_or_a_folder()
    {
        string file = _machine.Write("other/keys", """
            [default]
            aws_access_key_id = AKIDFILE
            aws_secret_access_key = file
            """);
        _ = _machine.Write("other/credentials", """
            [dev]
            aws_access_key_id = AKIDFOLDER
            aws_secret_access_key = folder
            """);
        _ = _machine.Write("other/config", """
            [profile both]
            aws_access_key_id = AKIDCONFIG
            aws_secret_access_key = config
            """);
        _machine.Credentials = "[dev]\naws_access_key_id = AKIDHOME\naws_secret_access_key = home\n";
        string folder = Path.GetDirectoryName(file)!;

        _machine.AssertSigns($"-ProfileLocation '{file}'", "AKIDFILE", "file");
        _machine.AssertSigns($"-ProfileName default -ProfilesLocation '{file}'", "AKIDFILE", "file");
        _machine.AssertSigns($"-ProfileName dev -AWSProfilesLocation '{folder}'", "AKIDFOLDER", "folder");
        _machine.AssertSigns($"-ProfileName both -ProfileLocation '{folder}'", "AKIDCONFIG", "config");
        _ = _machine.AssertRefused($"-ProfileName dev -ProfileLocation '{file}'", "ProfileNotFound", "'dev'", file, "'default'");
        _ = _machine.AssertRefused($"-ProfileName dev -ProfileLocation '{folder}/gone'", "ProfileFileMissing", "gone");
        _ = Directory.CreateDirectory(Path.Combine(folder, "empty"));
        _ = _machine.AssertRefused($"-ProfileName dev -ProfileLocation '{folder}/empty'", "ProfileFileMissing", "empty");
    }

    [Fact]
    public void A_place_for_the_files_is_relative_to_where_the_session_is()
    {
        _ = _machine.Write("here/keys", "[dev]\naws_access_key_id = AKIDHERE\naws_secret_access_key = here\n");
        _ = _machine.Session.Output("$ExecutionContext.SessionState.Path.SetLocation($args[0])", Path.Combine(_machine.Home, "here"));

        _machine.AssertSigns("-ProfileName dev -ProfileLocation ./keys", "AKIDHERE", "here");
        _machine.AssertSigns("-ProfileName dev -ProfileLocation keys", "AKIDHERE", "here");
        ErrorRecord error = _machine.Session.Run(TestMachine.LongUrl + "-ProfileName dev -ProfileLocation Variable:/keys").Error;
        Assert.StartsWith("FileUnreadable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Region eu-central-1", "eu-central-1")]
    [InlineData("-ProfileName dev", "ap-south-1")]
    [InlineData("-AccessKey AKIDDEV -SecretKey dev", "sa-east-1")]
    [InlineData("-AccessKey AKIDDEV -SecretKey dev -Region us-east-2", "us-east-2")]
    public void The_region_of_a_stream_is_the_profiles_where_nothing_else_says_one(string parameters, string region)
    {
        _machine.Config = """
            [default]
            region = sa-east-1
            [profile dev]
            region = ap-south-1
            """;
        _machine.Credentials = """
            [dev]
            aws_access_key_id = AKIDDEV
            aws_secret_access_key = dev
            [default]
            aws_access_key_id = AKIDDEV
            aws_secret_access_key = dev
            """;
        const string Frame = "'x' | ConvertTo-EventStreamFrame -Service transcribe -SigningTime 20260102T030405Z -PriorSignature " + Sample.Seed + " ";
        string expected = Signature(Frame + "-AccessKey AKIDDEV -SecretKey dev -Region " + region);

        Assert.Equal(expected, Signature(Frame + parameters));
    }

    [Fact]
    public void The_region_of_the_session_or_the_environment_comes_before_the_profiles()
    {
        _machine.Credentials = "[dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = dev\nregion = ap-south-1\n";
        const string Frame = "'x' | ConvertTo-EventStreamFrame -ProfileName dev -Service transcribe -SigningTime 20260102T030405Z -PriorSignature " + Sample.Seed + " ";

        _ = _machine.Set("AWS_REGION", "eu-west-3");
        Assert.Equal(Signature(Frame + "-Region eu-west-3"), Signature(Frame));
        Assert.Equal(Signature(Frame + "-Region eu-north-1"), Signature("$StoredAWSRegion = 'eu-north-1'; " + Frame + "; $StoredAWSRegion = $null"));
        _ = _machine.Set("AWS_REGION", null);
        Assert.Equal(Signature(Frame + "-Region ap-south-1"), Signature(Frame));
    }

    [Fact]
    public void A_missing_profile_is_named_with_those_there_are()
    {
        _machine.Credentials = "[Dev]\naws_access_key_id = AKIDDEV\naws_secret_access_key = dev\n";
        _ = _machine.Set("AWS_ACCESS_KEY_ID", "AKIDENV").Set("AWS_SECRET_ACCESS_KEY", "env");

        ErrorRecord error = _machine.AssertRefused("-ProfileName other", "ProfileNotFound", "'other'", "There is 'Dev'.", "aws configure --profile");
        Assert.Equal("other", error.TargetObject);
        _ = _machine.AssertRefused("-ProfileName dev", "ProfileNotFound", "'Dev': the case of a name counts");
        _machine.Credentials = string.Empty;
        _ = _machine.AssertRefused("-ProfileName dev", "ProfileNotFound", "There is no profile at all.");
    }

    [Theory]
    [InlineData("[dev\naws_access_key_id = x", "Line 1 ")]
    [InlineData("[dev]\naws_access_key_id = x\nCANARY\n", "Line 3 ")]
    [InlineData("[dev]\n\n= CANARY\n", "Line 3 ")]
    [InlineData("CANARY = x\n[dev]\n", "Line 1 ")]
    public void A_malformed_file_is_named_with_the_line_and_the_line_is_not_shown(string text, string line)
    {
        _machine.Credentials = text;
        _ = _machine.Set("AWS_ACCESS_KEY_ID", "AKIDENV").Set("AWS_SECRET_ACCESS_KEY", "env");

        ErrorRecord error = _machine.AssertRefused("-ProfileName dev", "ProfileFileMalformed", line, Path.Combine(_machine.Home, ".aws", "credentials"));
        Assert.DoesNotContain("CANARY", error + error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_file_is_an_error_without_a_profile_name_too()
    {
        _machine.Config = "[default]\nregion = us-east-1\nrubbish\n";

        _ = _machine.AssertRefused(string.Empty, "ProfileFileMalformed", "Line 3 ");
    }

    [Theory]
    [InlineData("aws_access_key_id = AKIDHALF", "has no aws_secret_access_key")]
    [InlineData("aws_secret_access_key = half", "has no aws_access_key_id")]
    [InlineData("aws_access_key_id = AKID/HALF\naws_secret_access_key = x", "has a key that cannot be right")]
    [InlineData("region = us-east-1", "has no setting that gives a credential")]
    [InlineData("web_identity_token_file = /x", "no role_arn")]
    [InlineData("role_arn = arn:aws:iam::123456789012:role/x", "neither source_profile nor credential_source")]
    [InlineData("role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = a\ncredential_source = Environment", "both source_profile and credential_source")]
    [InlineData("role_arn = arn:aws:iam::123456789012:role/x\ncredential_source = Elsewhere", "'Elsewhere'")]
    [InlineData("role_arn = arn:aws:iam::123456789012:role/x\ncredential_source = EcsContainer", "AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    [InlineData("role_arn = arn:aws:iam::123456789012:role/x\ncredential_source = Environment\nduration_seconds = 899", "'899'")]
    [InlineData("sso_start_url = https://x.awsapps.com/start", "has no sso_region")]
    [InlineData("sso_session = gone\nsso_account_id = 123456789012\nsso_role_name = x", "'gone'")]
    public void A_profile_that_lacks_something_is_told_what_it_lacks(string settings, string said)
    {
        _machine.Credentials = "[dev]\n" + settings + "\n";

        _ = _machine.AssertRefused("-ProfileName dev", "ProfileIncomplete", "The profile 'dev' ", said);
    }

    [Fact]
    public void A_role_whose_source_is_missing_or_the_role_itself_is_told_so()
    {
        _machine.Config = """
            [profile lost]
            role_arn = arn:aws:iam::123456789012:role/x
            source_profile = gone

            [profile a]
            role_arn = arn:aws:iam::123456789012:role/a
            source_profile = b

            [profile b]
            role_arn = arn:aws:iam::123456789012:role/b
            source_profile = a
            """;

        _ = _machine.AssertRefused("-ProfileName lost", "ProfileNotFound", "'gone', which source_profile of 'lost' names,");
        _ = _machine.AssertRefused("-ProfileName a", "ProfileCyclic", "'a' → 'b' → 'a'");
    }

    [Fact]
    public void A_login_that_the_module_does_not_read_is_told_another_way()
    {
        _machine.Config = "[profile dev]\nlogin_session = arn:aws:iam::123456789012:user/x\n";

        _ = _machine.AssertRefused("-ProfileName dev", "ProfileUnsupported", "aws configure export-credentials --profile dev");
    }

    private string Signature(string script) => (string)_machine.Session.Single(script).Properties["Signature"].Value;
}
