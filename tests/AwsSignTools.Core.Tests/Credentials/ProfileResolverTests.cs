using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>Profiles that need nobody else, which setting comes first, and what is wrong with those that give no credential.</summary>
public sealed class ProfileResolverTests : IDisposable
{
    private const string Keys = "aws_access_key_id = AKIDPROFILE\naws_secret_access_key = canary-secret\n";

    private readonly Surroundings _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_profile_has_static_keys()
    {
        _ = _machine.Credentials("[dev]\n" + Keys + "region = us-west-2\n");
        ResolvedCredential resolved = _machine.Resolve("dev");

        Surroundings.CheckKeys("AKIDPROFILE", "canary-secret", null, resolved.Credential);
        Assert.Equal("The profile 'dev'", resolved.Source);
        Assert.Equal("us-west-2", resolved.Region);
        Assert.Null(resolved.RenewAt);
        Assert.Null(resolved.ClockOffset);
        Assert.Null(resolved.Credential.Expiration);
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Fact]
    public void A_profile_has_the_keys_of_a_session()
    {
        _ = _machine.Config("[profile dev]\n" + Keys + "aws_session_token = canary/token==\n");
        ResolvedCredential resolved = _machine.Resolve("dev");

        Surroundings.CheckKeys("AKIDPROFILE", "canary-secret", "canary/token==", resolved.Credential);
        Assert.Null(resolved.Region);
    }

    [Fact]
    public void Keys_of_the_credentials_file_come_before_those_of_the_config_file()
    {
        _ = _machine.Config("[profile dev]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = canary-other\nregion = us-west-2\n").Credentials("[dev]\n" + Keys);
        ResolvedCredential resolved = _machine.Resolve("dev");

        Surroundings.CheckKeys("AKIDPROFILE", "canary-secret", null, resolved.Credential);
        Assert.Equal("us-west-2", resolved.Region);
    }

    [Theory]
    [InlineData("aws_access_key_id = AKIDPROFILE", "aws_secret_access_key")]
    [InlineData("aws_access_key_id = AKIDPROFILE\naws_secret_access_key =", "aws_secret_access_key")]
    [InlineData("aws_secret_access_key = canary", "aws_access_key_id")]
    [InlineData("aws_access_key_id = AKID/canary\naws_secret_access_key = canary", "access key id")]
    [InlineData("aws_access_key_id = \"AKID\"\naws_secret_access_key = canary", "access key id")]
    [InlineData("aws_access_key_id = AKIDPROFILE\naws_secret_access_key = canary canary", "secret access key")]
    [InlineData("aws_access_key_id = AKIDPROFILE\naws_secret_access_key = canaryé", "secret access key")]
    [InlineData("aws_access_key_id = AKIDPROFILE\naws_secret_access_key = canary\naws_session_token = canary canary", "session token")]
    [InlineData("region = us-west-2", "no setting that gives a credential")]
    [InlineData("", "no setting that gives a credential")]
    [InlineData("source_profile = other", "no setting that gives a credential")]
    [InlineData("aws_session_token = canary", "no setting that gives a credential")]
    [InlineData("web_identity_token_file = /x", "role_arn")]
    [InlineData("role_arn = arn:aws:iam::111122223333:role/x", "neither source_profile nor credential_source")]
    [InlineData("role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = a\ncredential_source = Environment", "both source_profile and credential_source")]
    [InlineData("role_arn = arn:aws:iam::111122223333:role/x\ncredential_source = Nowhere", "'Nowhere'")]
    [InlineData("role_arn = arn:aws:iam::111122223333:role/x\ncredential_source = Environment", "AWS_ACCESS_KEY_ID")]
    [InlineData("role_arn = arn:aws:iam::111122223333:role/x\ncredential_source = EcsContainer", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")]
    [InlineData("sso_session = corp", "'corp'")]
    [InlineData("sso_session = empty", "sso_region")]
    [InlineData("sso_session = half", "sso_start_url")]
    [InlineData("sso_session = whole", "sso_account_id")]
    [InlineData("sso_session = whole\nsso_account_id = 111122223333", "sso_role_name")]
    [InlineData("sso_start_url = https://example.com", "sso_region")]
    [InlineData("sso_account_id = 111122223333", "sso_region")]
    [InlineData("sso_role_name = x\nsso_region = us-west-2", "sso_start_url")]
    public void A_profile_that_lacks_something_says_what(string settings, string word)
    {
        _ = _machine.Config($"[profile dev]\n{settings}\n[sso-session empty]\n[sso-session half]\nsso_region = r\n[sso-session whole]\nsso_region = r\nsso_start_url = u\n");
        Finding finding = Unavailable.As("ProfileIncomplete", "dev", () => _machine.Resolve("dev"));

        Assert.StartsWith("The profile 'dev' ", finding.Message, StringComparison.Ordinal);
        Assert.Contains(word, finding.Message, StringComparison.Ordinal);
        Assert.Equal(0, _machine.Services.Calls);
    }

    [Theory]
    [InlineData("899")]
    [InlineData("43201")]
    [InlineData("0")]
    [InlineData("-900")]
    [InlineData("+900")]
    [InlineData("900.0")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("an hour")]
    [InlineData("99999999999999999999")]
    [InlineData("٩٠٠")]
    public void A_duration_out_of_range_is_refused_before_anybody_is_asked(string duration)
    {
        string token = _machine.Write("token", "canary");
        _machine.AskMfaCode = static _ => throw new InvalidOperationException("Not to be asked.");
        _ = _machine.Config(
            $"""
            [profile role]
            role_arn = {_machine.Role}
            source_profile = process
            mfa_serial = x
            duration_seconds = {duration}
            [profile web]
            role_arn = {_machine.Role}
            web_identity_token_file = {token}
            duration_seconds = {duration}
            [profile process]
            credential_process = echo x > "{Path.Combine(_machine.Home, "begun")}"
            """);
        foreach (string name in new[] { "role", "web" })
        {
            Finding finding = Unavailable.As("ProfileIncomplete", name, () => _machine.Resolve(name));
            Assert.Contains($"'{duration}'", finding.Message, StringComparison.Ordinal);
            Assert.Contains("900 to 43200", finding.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, _machine.Services.Calls);
        Assert.False(File.Exists(Path.Combine(_machine.Home, "begun")));
    }

    [Fact]
    public void A_login_of_aws_login_is_not_read()
    {
        _ = _machine.Config("[profile dev]\nlogin_session = arn:aws:iam::111122223333:user/x\n");
        Finding finding = Unavailable.As("ProfileUnsupported", "dev", () => _machine.Resolve("dev"));

        Assert.Contains("login_session", finding.Message, StringComparison.Ordinal);
        Assert.Contains("aws configure export-credentials --profile dev", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_kinds_in_one_profile_a_role_comes_first_then_a_login_then_keys_then_a_program()
    {
        string role = $"role_arn = {_machine.Role}\nsource_profile = keys\n";
        const string Login = "sso_start_url = https://example.com\nsso_region = us-west-2\nsso_account_id = 111122223333\nsso_role_name = x\n";
        const string Process = "credential_process = exit 3\n";
        const string Session = "login_session = x\n";
        _ = _machine.Config(
            $"[profile keys]\n{Keys}[profile p1]\n{Session}{Process}{Keys}{Login}{role}[profile p2]\n{Session}{Process}{Keys}{Login}[profile p3]\n{Session}{Process}{Keys}[profile p4]\n{Session}{Process}[profile p5]\n{Session}");
        _machine.Services.OnRole = static _ => FakeServices.Answer("ASIAROLE");
        _machine.Services.OnLogin = static _ => FakeServices.Answer("ASIALOGIN");

        Assert.Equal("ASIAROLE", _machine.Resolve("p1").Credential.AccessKeyId);
        Assert.Equal("ASIALOGIN", _machine.Resolve("p2").Credential.AccessKeyId);
        Assert.Equal("AKIDPROFILE", _machine.Resolve("p3").Credential.AccessKeyId);
        _ = Unavailable.As("CredentialProcessFailed", () => _machine.Resolve("p4"));
        _ = Unavailable.As("ProfileUnsupported", () => _machine.Resolve("p5"));
    }

    [Fact]
    public void A_role_by_an_identity_token_needs_no_other_source()
    {
        _ = _machine.Config($"[profile dev]\nrole_arn = {_machine.Role}\nweb_identity_token_file = {_machine.Write("token", "canary")}\ncredential_source = Environment\n");
        _machine.Services.OnIdentity = static _ => FakeServices.Answer();

        _ = _machine.Resolve("dev");
        _ = Assert.Single(_machine.Services.Identities);
    }

    [Fact]
    public void A_profile_that_is_not_there_is_told_with_those_that_are()
    {
        _ = _machine.Config("[profile one]\n[profile two]\n[sso-session three]\n").Credentials("[four]\n");
        Finding finding = Unavailable.As("ProfileNotFound", "dev", () => _machine.Resolve("dev"));

        Assert.Contains("There is 'one', 'two', 'four'.", finding.Message, StringComparison.Ordinal);
        Assert.Contains($"'{_machine.CredentialsFile}'", finding.Message, StringComparison.Ordinal);
        Assert.Contains($"'{_machine.ConfigFile}'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_whose_name_differs_in_case_is_told()
    {
        _ = _machine.Credentials("[one]\n[Dev]\n");
        Finding finding = Unavailable.As("ProfileNotFound", "dEV", () => _machine.Resolve("dEV"));

        Assert.Contains("There is 'Dev': the case of a name counts.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_names_are_cut_and_none_are_said()
    {
        Assert.Contains("There is no profile at all.", Unavailable.As("ProfileNotFound", () => _machine.Resolve("dev")).Message, StringComparison.Ordinal);
        _ = _machine.Credentials(string.Concat(Enumerable.Range(1, 20).Select(static i => string.Create(CultureInfo.InvariantCulture, $"[p{i}]\n"))));
        string message = Unavailable.As("ProfileNotFound", () => _machine.Resolve("dev")).Message;

        Assert.Contains("'p12' and 8 more.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("'p13'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\tb")]
    [InlineData("a\u001Bb")]
    [InlineData("a\u202Eb")]
    public void A_name_with_a_character_that_cannot_be_seen_is_shown_escaped(string name)
    {
        _ = _machine.Credentials($"[{name}]\nlogin_session = x\n[dev]\nrole_arn = {_machine.Role}\nsource_profile = x{name}\n");

        _ = Unavailable.As("ProfileUnsupported", name, () => _machine.Resolve(name));
        _ = Unavailable.As("ProfileNotFound", "x" + name, () => _machine.Resolve("dev"));
    }

    [Fact]
    public void A_region_alone_is_no_credential()
    {
        _ = _machine.Config("[default]\nregion = us-west-2\noutput = json\n[profile keys]\n" + Keys + "[profile empty]\nrole_arn =\n[profile login]\nlogin_session = x\n");
        ProfileResolver resolver = new(_machine.Store, _machine.Context);

        Assert.False(resolver.HasCredential("default"));
        Assert.True(resolver.HasCredential("keys"));
        Assert.False(resolver.HasCredential("empty"));
        Assert.True(resolver.HasCredential("login"));
        Assert.False(resolver.HasCredential("none"));
    }

    [Fact]
    public void The_encrypted_store_comes_before_the_files_and_is_asked_of_AWS_Tools()
    {
        _ = _machine.Credentials("[dev]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = canary\n[other]\n" + Keys);
        UseEncryptedStore("""{"1":{"DisplayName":"dev","Region":"eu-west-1","AWSAccessKey":"01000000d08c"},"2":{"DisplayName":"more"}}""");
        List<(string, string?)> asked = [];
        _machine.AskAwsTools = (name, location) =>
        {
            asked.Add((name, location));
            return new AwsCredential("AKIDSTORE", "canary-store");
        };

        ResolvedCredential resolved = _machine.Resolve("dev");
        Surroundings.CheckKeys("AKIDSTORE", "canary-store", null, resolved.Credential);
        Assert.Equal("eu-west-1", resolved.Region);
        Assert.Equal([("dev", null)], asked);
        Assert.Equal("AKIDPROFILE", _machine.Resolve("other").Credential.AccessKeyId);
        Assert.True(new ProfileResolver(_machine.Store, _machine.Context).HasCredential("more"));

        // A place that the user names is looked at alone.
        Assert.Equal("AKIDOTHER", _machine.Chain.FromProfile("dev", _machine.CredentialsFile).Credential.AccessKeyId);
        Assert.Single(asked);
    }

    [Fact]
    public void A_role_may_have_a_source_in_the_encrypted_store()
    {
        _ = _machine.Config($"[profile dev]\nrole_arn = {_machine.Role}\nsource_profile = base\n");
        UseEncryptedStore("""{"1":{"DisplayName":"base"}}""");
        _machine.AskAwsTools = static (_, _) => new AwsCredential("AKIDSTORE", "canary");
        _machine.Services.OnRole = static _ => FakeServices.Answer();

        _ = _machine.Resolve("dev");
        Assert.Equal("AKIDSTORE", Assert.Single(_machine.Services.Roles).Source.AccessKeyId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_AWS_Tools_a_profile_of_the_encrypted_store_is_refused(bool hasSession)
    {
        _ = _machine.Credentials("[dev]\n" + Keys);
        UseEncryptedStore("""{"1":{"DisplayName":"dev"}}""");
        _machine.AskAwsTools = hasSession ? static (_, _) => null : null;

        Finding finding = Unavailable.As("ProfileUnsupported", "dev", () => _machine.Resolve("dev"));
        Assert.Contains("RegisteredAccounts.json", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Install-PSResource AWS.Tools.Common", finding.Remedy, StringComparison.Ordinal);
        Assert.Contains("-ProfileLocation", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_AWS_Tools_gives_for_a_while_is_kept_for_that_while()
    {
        _ = _machine.Config($"[profile dev]\nendpoint_name = corp\nrole_arn = {_machine.Role}\n");
        int asked = 0;
        _machine.AskAwsTools = (_, _) => new AwsCredential("ASIASAML" + ++asked, "canary", "token", _machine.Now.AddHours(1));

        Assert.Equal("ASIASAML1", _machine.Resolve("dev").Credential.AccessKeyId);
        Assert.Equal("ASIASAML1", _machine.Resolve("dev").Credential.AccessKeyId);
        _machine.Now = _machine.Now.AddHours(1);
        Assert.Equal("ASIASAML2", _machine.Resolve("dev").Credential.AccessKeyId);
    }

    [Fact]
    public void AWS_Tools_is_told_the_place_that_the_user_named()
    {
        _ = _machine.Credentials("[dev]\nendpoint_name = corp\n");
        string? told = null;
        _machine.AskAwsTools = (_, location) =>
        {
            told = location;
            return FakeServices.Credential();
        };

        _ = _machine.Chain.FromProfile("dev", Path.GetDirectoryName(_machine.CredentialsFile));
        Assert.Equal(_machine.CredentialsFile, told);
    }

    [Fact]
    public void An_encrypted_store_that_is_not_there_is_not_asked_for()
    {
        _machine.Variables["LOCALAPPDATA"] = _machine.Home;
        _ = _machine.Credentials("[dev]\n" + Keys);

        Assert.Equal("AKIDPROFILE", _machine.Resolve("dev").Credential.AccessKeyId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"1\":")]
    public void An_encrypted_store_that_cannot_be_read_is_an_error(string text)
    {
        _ = _machine.Credentials("[dev]\n" + Keys);
        UseEncryptedStore(text);

        _ = Unavailable.As("ProfileFileUnreadable", () => _machine.Resolve("dev"));
        _ = Unavailable.As("ProfileFileUnreadable", _machine.Chain.FromDefaultChain);
    }

    [Fact]
    public void The_names_of_a_store_are_the_profiles_of_the_files()
    {
        _ = _machine.Config("[default]\n[profile dev]\n[dev2]\n[services x]\n").Credentials("[prod]\n[dev]\n");

        Assert.Equal(["default", "dev", "prod"], _machine.Store.Names);
    }

    private void UseEncryptedStore(string text)
    {
        _machine.Variables["LOCALAPPDATA"] = _machine.Home;
        _ = Directory.CreateDirectory(Path.Combine(_machine.Home, "AWSToolkit"));
        _ = _machine.Write(Path.Combine("AWSToolkit", "RegisteredAccounts.json"), text);
    }
}
