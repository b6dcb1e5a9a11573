using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>Where a credential comes from, in which order, and that nothing falls through to another identity.</summary>
public sealed class CredentialTests : IDisposable
{
    private const string Url = Sample.ViewerUrl + " -SigningTime 20260102T030405Z ";

    private readonly PowerShellSession _session = new();
    private readonly EnvironmentScope _environment = EnvironmentScope.WithoutCredentials();

    public void Dispose()
    {
        _environment.Dispose();
        _session.Dispose();
    }

    [Theory]
    [InlineData("-AccessKey AKIDONE -SecretKey one", "AKIDONE", "one", null)]
    [InlineData("-AK AKIDONE -SK one -ST tok", "AKIDONE", "one", "tok")]
    [InlineData("-AccessKey AKIDONE -SecretAccessKey one", "AKIDONE", "one", null)]
    [InlineData("-Credential @{ AccessKeyId = 'AKIDONE'; SecretAccessKey = 'one'; SessionToken = 'tok' }", "AKIDONE", "one", "tok")]
    [InlineData("-Credential @{ accesskey = 'AKIDONE'; secretkey = 'one'; token = '' }", "AKIDONE", "one", null)]
    [InlineData("-Credential ([pscustomobject]@{ Version = 1; AccessKeyId = 'AKIDONE'; SecretAccessKey = 'one'; SessionToken = 'tok'; Expiration = [datetime]'2026-01-02T04:00:00Z' })", "AKIDONE", "one", "tok")]
    [InlineData("-Credential ([pscustomobject]@{ Credentials = [pscustomobject]@{ AccessKeyId = 'AKIDONE'; SecretAccessKey = 'one'; SessionToken = 'tok' } })", "AKIDONE", "one", "tok")]
    [InlineData("-Credential ([pscredential]::new('AKIDONE', $secure))", "AKIDONE", "one", null)]
    [InlineData("-AccessKey AKIDONE -SecretKey $secure", "AKIDONE", "one", null)]
    [InlineData("-Credential @{ AccessKeyId = 'AKIDONE'; SecretAccessKey = $secure }", "AKIDONE", "one", null)]
    public void Each_form_of_a_credential_signs(string parameters, string accessKey, string secret, string? token)
    {
        string url = _session.Single("param($secure) " + Url + parameters, Secure("one")).ToString();

        Assert.StartsWith(accessKey + "/", SigV4Verifier.Query(url)["X-Amz-Credential"], StringComparison.Ordinal);
        Assert.Equal(token, SigV4Verifier.Query(url).GetValueOrDefault("X-Amz-Security-Token"));
        Assert.True(SigV4Verifier.IsSignedBy(url, secret));
    }

    [Fact]
    public void The_order_is_keys_then_the_parameter_then_the_session_then_the_environment()
    {
        using EnvironmentScope environment = new(("AWS_ACCESS_KEY_ID", "FROMENV"), ("AWS_SECRET_ACCESS_KEY", "env"), ("AWS_SESSION_TOKEN", "envtoken"));
        _ = _session.Output("$global:StoredAWSCredentials = @{ AccessKeyId = 'FROMSESSION'; SecretAccessKey = 'session' }");

        Assert.Equal("FROMKEYS", Signer("-AccessKey FROMKEYS -SecretKey keys -Credential @{ AccessKeyId = 'FROMPARAMETER'; SecretAccessKey = 'p' }"));
        Assert.Equal("FROMPARAMETER", Signer("-Credential @{ AccessKeyId = 'FROMPARAMETER'; SecretAccessKey = 'p' }"));
        Assert.Equal("FROMSESSION", Signer(string.Empty));
        _ = _session.Output("$global:StoredAWSCredentials = $null");
        Assert.Equal("FROMENV", Signer(string.Empty));
    }

    [Theory]
    [InlineData("-ProfileName dev", "ProfileNotFound")]
    [InlineData("-StoredCredentials dev", "ProfileNotFound")]
    [InlineData("-ProfileLocation /no/such/folder", "ProfileFileMissing")]
    [InlineData("-ProfileName dev -Credential @{ AccessKeyId = 'FROMPARAMETER'; SecretAccessKey = 'p' }", "ProfileNotFound")]
    [InlineData("-Credential 'text'", "CredentialObjectInvalid")]
    [InlineData("-Credential @{ AccessKeyId = 'AKIDHALF' }", "CredentialIncomplete")]
    [InlineData("-Credential @{ AccessKeyId = 'AKIDHALF'; SecretAccessKey = @{} }", "CredentialIncomplete")]
    [InlineData("-Credential @{ AccessKeyId = 'AKIDHALF'; SecretAccessKey = 'x'; SessionToken = 5 }", "CredentialIncomplete")]
    [InlineData("-AccessKey AKIDHALF", "CredentialIncomplete")]
    public void A_credential_that_cannot_be_used_never_falls_through_to_the_environment(string parameters, string id)
    {
        using EnvironmentScope environment = new(("AWS_ACCESS_KEY_ID", "FROMENV"), ("AWS_SECRET_ACCESS_KEY", "env"));

        ScriptResult result = _session.Run(Url + parameters);

        Assert.Empty(result.Output);
        Assert.StartsWith(id + ",", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Version": 1, "AccessKeyId": "AKIDONE", "SecretAccessKey": "one", "SessionToken": "tok", "Expiration": "2026-01-02T04:00:00+00:00" }""")]
    [InlineData("""{ "Credentials": { "AccessKeyId": "AKIDONE", "SecretAccessKey": "one", "SessionToken": "tok" }, "AssumedRoleUser": {} }""")]
    [InlineData("""{ "roleCredentials": { "accessKeyId": "AKIDONE", "secretAccessKey": "one", "sessionToken": "tok", "expiration": 1767326400000 } }""")]
    public void The_text_of_a_credential_signs(string json)
    {
        string url = _session.Single("param($json) " + Url + "-Credential $json", json).ToString();

        Assert.Equal("tok", SigV4Verifier.Query(url)["X-Amz-Security-Token"]);
        Assert.True(SigV4Verifier.IsSignedBy(url, "one"));
    }

    [Theory]
    [InlineData("{ \"SecretAccessKey\": \"CANARY\" }", "CredentialIncomplete")]
    [InlineData("[ \"CANARY\" ]", "CredentialObjectInvalid")]
    [InlineData("CANARY", "CredentialObjectInvalid")]
    public void Text_that_is_no_credential_is_told_what_to_give_and_is_not_shown(string text, string id)
    {
        ErrorRecord error = _session.Run("param($text) " + Url + "-Credential $text", text).Error;

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(id == "CredentialIncomplete" ? "SecretAccessKey" : "aws configure export-credentials", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString() + error.Exception + error.TargetObject, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_credential_every_place_that_was_looked_at_is_named()
    {
        ErrorRecord error = _session.Run(Url).Error;

        Assert.StartsWith("CredentialNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        string[] places = ["-AccessKey", "-ProfileName", "-Credential", "$StoredAWSCredentials", "AWS_ACCESS_KEY_ID", "no-such-file", "container", "instance metadata"];
        Assert.All(places, p => Assert.Contains(p, error.ErrorDetails.Message, StringComparison.Ordinal));
        Assert.Contains("aws configure", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_in_the_environment_that_there_is_not_is_an_error()
    {
        using EnvironmentScope environment = new(("AWS_PROFILE", "dev"));

        ErrorRecord error = _session.Run(Url).Error;

        Assert.StartsWith("ProfileNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'dev', which AWS_PROFILE names,", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_variable_that_cannot_be_read_never_falls_through_to_the_environment()
    {
        using EnvironmentScope environment = new(("AWS_ACCESS_KEY_ID", "FROMENV"), ("AWS_SECRET_ACCESS_KEY", "env"));

        ScriptResult result = _session.Run("$StoredAWSCredentials = 'unknown'; " + Url);

        Assert.Empty(result.Output);
        Assert.StartsWith("CredentialObjectInvalid,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID")]
    public void Half_a_credential_in_the_environment_is_an_error_that_names_the_other_half(string set, string missing)
    {
        using EnvironmentScope environment = new((set, "value"));

        ScriptResult result = _session.Run(Url);

        Assert.Contains(missing, result.Error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_can_say_when_its_credential_ends()
    {
        using EnvironmentScope environment = new(
            ("AWS_ACCESS_KEY_ID", "ASIAENV"), ("AWS_SECRET_ACCESS_KEY", "env"), ("AWS_SESSION_TOKEN", "tok"), ("AWS_CREDENTIAL_EXPIRATION", "2026-01-02T03:05:00+00:00"));

        OutputObject url = new(_session.Single(Url));

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 5, 0, TimeSpan.Zero), url.Moment("EffectiveExpiresAt"));
    }

    [Theory]
    [InlineData("-AccessKey ASIAIOSFODNN7EXAMPLE -SecretKey x", "no session token")]
    [InlineData("-AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey x -SessionToken eyJhbGciOi.eyJzdWIi.c2ln", "JWT")]
    [InlineData("-AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey x -SessionToken FakeSessionToken", null)]
    [InlineData("-AccessKey ASIAIOSFODNN7EXAMPLE -SecretKey x -SessionToken FakeSessionToken", null)]
    public void A_likely_mistake_is_warned_of_once_for_a_pipeline(string parameters, string? warning)
    {
        ScriptResult result = _session.Run(
            $"'a', 'b' | ForEach-Object {{ [pscustomobject]@{{ ClientId = $_ }} }} | New-KvsSignedUrl -Endpoint {Sample.ViewerEndpoint} -ChannelArn {Sample.ChannelArn} {parameters}").WithoutErrors();

        Assert.Equal(2, result.Output.Count);
        Assert.Equal(warning is null ? 0 : 1, result.Warnings.Count);
        Assert.All(result.Warnings, w => Assert.Contains(warning!, w, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-Region us-east-2", "us-east-2")]
    [InlineData("-RegionToCall us-east-2", "us-east-2")]
    [InlineData("", "eu-west-3")]
    public void The_region_of_a_stream_is_the_parameters_or_the_environments(string parameters, string region)
    {
        using EnvironmentScope environment = new(("AWS_DEFAULT_REGION", "eu-west-3"));
        const string Frame = "'x' | ConvertTo-EventStreamFrame " + Sample.Keys + " -Service transcribe -SigningTime 20260102T030405Z -PriorSignature " + Sample.Seed;

        string expected = (string)_session.Single(Frame + " -Region " + region).Properties["Signature"].Value;

        Assert.Equal(expected, _session.Single(Frame + " " + parameters).Properties["Signature"].Value);
        Assert.Equal(expected, _session.Single($"$StoredAWSRegion = '{region}'; $env = $null; " + Frame + " " + parameters).Properties["Signature"].Value);
    }

    [Fact]
    public void Secrets_are_in_no_stream_no_error_and_no_property()
    {
        const string Secret = "CANARYsecretCANARY";
        const string Token = "CANARYtokenCANARY";
        using EnvironmentScope environment = new(("AWS_ACCESS_KEY_ID", "AKIDENV"), ("AWS_SECRET_ACCESS_KEY", Secret + " "), ("AWS_SESSION_TOKEN", Token));

        string[] scripts =
        [
            Url,
            $"{Url} -AccessKey AKID -SecretKey '{Secret} x'",
            $"{Url} -AccessKey AKID -SecretKey {Secret} -SessionToken '{Token} x'",
            $"{Url} -AccessKey '{Secret}/x' -SecretKey x",
            $"{Url} -Credential @{{ AccessKeyId = 'AKID'; SecretAccessKey = '{Secret} x' }}",
            $"{Url} -Credential @{{ SecretAccessKey = '{Secret}' }}",
            $"{Url} -Credential ([pscustomobject]@{{ Password = '{Secret}' }})",
            $"{Url} -AccessKey AKID -SecretKey {Secret} -ClientId AWS_x",
            $"{Url} -AccessKey AKID -SecretKey {Secret} -ExpiresIn 1000 -Verbose -Debug",
            $"New-IvsPlaybackToken {Sample.IvsChannelArn} -PrivateKey '-----BEGIN EC PRIVATE KEY-----{Secret}-----END EC PRIVATE KEY-----'",
            $"New-IvsPlaybackToken {Sample.IvsChannelArn} -PrivateKey '{Secret}'",
            $"'x' | ConvertTo-EventStreamFrame -AccessKey AKID -SecretKey {Secret} -SessionToken {Token} -Region us-east-1 -Service transcribe -PriorSignature {Sample.Seed}",
        ];

        foreach (string script in scripts)
        {
            ScriptResult result = _session.Run(script);
            ErrorRecord?[] errors = [.. result.Errors, result.Terminating];
            string everything = string.Join("\n", [
                .. result.Warnings, .. result.Verbose, .. result.Debug,
                .. result.Output.SelectMany(o => o.Properties).Select(p => $"{p.Name}={p.Value}"),
                .. errors.Where(e => e is not null).Select(e => $"{e} {e!.Exception} {e.TargetObject} {e.ErrorDetails?.Message} {e.ErrorDetails?.RecommendedAction} {e.CategoryInfo}"),
            ]);

            // The engine's own position message quotes the command line, which is the user's; it is not looked at.
            Assert.DoesNotContain(Secret, everything, StringComparison.Ordinal);
            Assert.DoesNotContain(script.Contains(Token, StringComparison.Ordinal) ? Token + " x" : Token, everything, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("New-KvsSignedUrl " + Sample.Keys)]
    [InlineData("New-KvsSignedUrl -ChannelArn x " + Sample.Keys)]
    [InlineData("New-ChimeConnectUrl -UserArn " + Sample.UserArn + " " + Sample.Keys)]
    [InlineData("New-IvsPlaybackToken -PrivateKey ([System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP384')))")]
    public void A_credential_piped_to_the_wrong_parameter_is_not_shown(string command)
    {
        ScriptResult result = _session.Run("[pscustomobject]@{ AccessKeyId = 'AKIDX'; SecretAccessKey = 'CANARYsecret' } | " + command);

        Assert.Empty(result.Output);
        ErrorRecord error = result.Error;
        string said = $"{error} {error.ErrorDetails?.Message} {error.Exception.Message} {(error.FullyQualifiedErrorId.StartsWith("InputObjectNotBound", StringComparison.Ordinal) ? null : error.TargetObject)}";
        Assert.DoesNotContain("CANARY", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Derived_keys_are_wiped_when_the_module_is_removed()
    {
        System.Reflection.Assembly core = ((CmdletInfo)_session.Single("Get-Command New-KvsSignedUrl").BaseObject).ImplementingType.Assembly;
        Type cache = System.Reflection.Assembly.Load(core.GetReferencedAssemblies().Single(a => a.Name == "AwsSignTools.Core"))
            .GetType("AwsSignTools.SigV4.SigningKeyCache", throwOnError: true)!;
        object shared = cache.GetProperty("Shared")!.GetValue(null)!;
        _ = _session.Single(Url + Sample.Keys);
        Assert.NotEqual(0, cache.GetProperty("Count")!.GetValue(shared));

        _ = _session.Output("Remove-Module AwsSignTools");

        Assert.Equal(0, cache.GetProperty("Count")!.GetValue(shared));
    }

    private string Signer(string parameters) => SigV4Verifier.Query(_session.Single(Url + parameters).ToString())["X-Amz-Credential"].Split('/')[0];

    private static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }
}
