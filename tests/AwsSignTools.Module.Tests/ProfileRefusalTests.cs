using System;
using System.IO;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>
/// Every refusal of a profile that needs no service to be seen: its id and its target, what to do, and that it ends the pipeline although
/// the environment has a key to fall through to.
/// </summary>
public sealed class ProfileRefusalTests : IDisposable
{
    private const string Url = Sample.ViewerUrl + " ";

    private const string Config = """
        [default]
        region = us-west-2
        [profile empty]
        region = us-west-2
        [profile half]
        aws_access_key_id = AKIDHALF
        [profile garbled]
        aws_access_key_id = AKIDGARBLED
        aws_secret_access_key = not a secret
        [profile sourceless]
        role_arn = arn:aws:iam::123456789012:role/r
        [profile lost]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = nobody
        [profile either]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = keys
        credential_source = Environment
        [profile unsourced]
        role_arn = arn:aws:iam::123456789012:role/r
        credential_source = Environment
        [profile uncontained]
        role_arn = arn:aws:iam::123456789012:role/r
        credential_source = EcsContainer
        [profile unknown]
        role_arn = arn:aws:iam::123456789012:role/r
        credential_source = Elsewhere
        [profile brief]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = keys
        duration_seconds = 60
        [profile first]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = second
        [profile second]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = first
        [profile mfa]
        role_arn = arn:aws:iam::123456789012:role/r
        source_profile = keys
        mfa_serial = arn:aws:iam::123456789012:mfa/me
        [profile token]
        role_arn = arn:aws:iam::123456789012:role/r
        web_identity_token_file = /nowhere/at/all
        [profile roleless]
        web_identity_token_file = /nowhere/at/all
        [profile sso]
        sso_start_url = https://nobody.awsapps.com/start
        sso_region = us-east-1
        sso_account_id = 123456789012
        sso_role_name = r
        [profile ssohalf]
        sso_start_url = https://nobody.awsapps.com/start
        [profile ssolost]
        sso_session = nobody
        [profile login]
        login_session = arn:aws:iam::123456789012:user/me
        [profile saml]
        role_arn = arn:aws:iam::123456789012:role/r
        endpoint_name = corp
        [profile failing]
        credential_process = exit 3
        [profile missing]
        credential_process = no-such-program-at-all
        [profile talking]
        credential_process = echo no JSON

        """;

    private readonly PowerShellSession _session = new();
    private readonly ProfileFolder _profiles = new(ProfileFolder.Keys("keys"), Config);
    private readonly EnvironmentScope _environment;

    public ProfileRefusalTests() => _environment = _profiles.InEnvironment(("HOME", _profiles.Folder), ("USERPROFILE", _profiles.Folder));

    public void Dispose()
    {
        _environment.Dispose();
        _profiles.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData("nobody", "ProfileNotFound", "nobody")]
    [InlineData("KEYS", "ProfileNotFound", "KEYS")]
    [InlineData("lost", "ProfileNotFound", "nobody")]
    [InlineData("empty", "ProfileIncomplete", "empty")]
    [InlineData("half", "ProfileIncomplete", "half")]
    [InlineData("garbled", "ProfileIncomplete", "garbled")]
    [InlineData("sourceless", "ProfileIncomplete", "sourceless")]
    [InlineData("either", "ProfileIncomplete", "either")]
    [InlineData("unsourced", "ProfileIncomplete", "unsourced")]
    [InlineData("uncontained", "ProfileIncomplete", "uncontained")]
    [InlineData("unknown", "ProfileIncomplete", "unknown")]
    [InlineData("brief", "ProfileIncomplete", "brief")]
    [InlineData("roleless", "ProfileIncomplete", "roleless")]
    [InlineData("ssohalf", "ProfileIncomplete", "ssohalf")]
    [InlineData("ssolost", "ProfileIncomplete", "ssolost")]
    [InlineData("first", "ProfileCyclic", "first")]
    [InlineData("login", "ProfileUnsupported", "login")]
    [InlineData("saml", "ProfileUnsupported", "saml")]
    [InlineData("mfa", "MfaCodeMissing", "arn:aws:iam::123456789012:mfa/me")]
    [InlineData("token", "WebIdentityTokenUnreadable", "/nowhere/at/all")]
    [InlineData("sso", "SsoLoginRequired", "IAM Identity Center (role r in account 123456789012)")]
    [InlineData("failing", "CredentialProcessFailed", "exit")]
    [InlineData("missing", "CredentialProcessFailed", "no-such-program-at-all")]
    [InlineData("talking", "CredentialProcessOutputInvalid", "echo")]
    public void A_profile_that_gives_no_credential_is_an_error_that_says_why(string profile, string id, string target)
    {
        // The one whose source is the environment is refused where that is empty.
        using EnvironmentScope keys = new(profile == "unsourced" ? [] : [("AWS_ACCESS_KEY_ID", "FROMENV"), ("AWS_SECRET_ACCESS_KEY", "env")]);

        _ = AssertRefused("-ProfileName " + profile, id, target);
    }

    [Fact]
    public void A_profile_that_AWS_PROFILE_names_is_refused_like_one_that_is_given()
    {
        using EnvironmentScope named = new(("AWS_PROFILE", "nobody"));

        ErrorRecord error = AssertRefused(string.Empty, "ProfileNotFound", "nobody");

        Assert.Contains("AWS_PROFILE", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_is_missing_is_told_with_the_files_and_the_profiles_there_are()
    {
        string message = AssertRefused("-ProfileName nobody", "ProfileNotFound", "nobody").ErrorDetails.Message;

        Assert.Contains(_profiles.CredentialsFile, message, StringComparison.Ordinal);
        Assert.Contains(_profiles.ConfigFile, message, StringComparison.Ordinal);
        Assert.Contains("'default', 'empty', 'half'", message, StringComparison.Ordinal);
        Assert.Contains("the case of a name counts", AssertRefused("-ProfileName KEYS", "ProfileNotFound", "KEYS").ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_is_not_there_is_refused()
    {
        string nowhere = Path.Combine(_profiles.Folder, "nowhere");
        string empty = Directory.CreateDirectory(Path.Combine(_profiles.Folder, "empty")).FullName;

        _ = AssertRefused($"-ProfileName keys -ProfileLocation '{nowhere}'", "ProfileFileMissing", nowhere);
        _ = AssertRefused($"-ProfileLocation '{nowhere}'", "ProfileFileMissing", nowhere);
        _ = AssertRefused($"-ProfileName keys -ProfileLocation '{empty}'", "ProfileFileMissing", Path.Combine(empty, "credentials"));
    }

    [Fact]
    public void A_place_that_is_no_path_of_a_file_is_refused()
    {
        ErrorRecord error = _session.Run(Url + "-ProfileLocation nodrive:/x").Error;

        Refusal.AssertSays(error, "FileUnreadable", "ObjectNotFound", "nodrive:/x");
    }

    [Theory]
    [InlineData("aws_secret_access_key wJalrXUtnFEMI", 2)]
    [InlineData("= wJalrXUtnFEMI", 2)]
    [InlineData("[keys", 2)]
    [InlineData("key = wJalrXUtnFEMI", 1)]
    public void A_line_that_cannot_be_read_is_told_by_its_number_and_not_shown(string line, int number)
    {
        File.WriteAllText(_profiles.CredentialsFile, (number == 1 ? string.Empty : "[keys]\n") + line + "\n");

        ErrorRecord error = AssertRefused("-ProfileName keys", "ProfileFileMalformed", _profiles.CredentialsFile);

        Assert.Contains($"Line {number} of ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wJalr", error.ToString() + error.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_refused()
    {
        using FileStream held = new(_profiles.CredentialsFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        _ = AssertRefused("-ProfileName keys", "ProfileFileUnreadable", _profiles.CredentialsFile);
        _ = AssertRefused(string.Empty, "ProfileFileUnreadable", _profiles.CredentialsFile);
    }

    [Fact]
    public void A_program_that_does_not_end_is_stopped_at_the_time_limit()
    {
        string program = OperatingSystem.IsWindows() ? "ping -n 60 127.0.0.1" : "sleep 60";
        File.AppendAllText(_profiles.ConfigFile, $"[profile waiting]\ncredential_process = {program}\n");

        ErrorRecord error = AssertRefused("-ProfileName waiting -CredentialTimeoutSec 1", "CredentialProcessTimedOut", program.Split(' ')[0]);

        Assert.Contains("within 1 s", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    private ErrorRecord AssertRefused(string parameters, string id, string target)
    {
        ScriptResult result = _session.Run($"try {{ {Url}{parameters}; 'went on' }} catch {{ $_ }}; 'after'");

        Assert.Equal(2, result.Output.Count);
        ErrorRecord error = Assert.IsType<ErrorRecord>(result.Output[0].BaseObject);
        Refusal.AssertSays(error, id, "AuthenticationError", target);
        return error;
    }
}
