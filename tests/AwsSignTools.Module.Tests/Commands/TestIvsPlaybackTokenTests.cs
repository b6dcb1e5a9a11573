using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography;
using AwsSignTools.Module.Tests.Engine;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>Test-IvsPlaybackToken as its users call it.</summary>
public sealed class TestIvsPlaybackTokenTests : IDisposable
{
    private const string New = "New-IvsPlaybackToken " + Sample.IvsChannelArn + " -PrivateKey $key";

    private readonly PowerShellSession _session = new();
    private readonly TestKey _key = new();

    public static TheoryData<string, string, string, string?> BadKeys => new()
    {
        { "\"-----BEGIN PUBLIC KEY-----`nMHYw\"", "PublicKeyMalformed", "InvalidData", "PublicKey" },
        { "\"no`npem\"", "PublicKeyNotPem", "InvalidData", "PublicKey" },
        { "('MIGkAgEBBDAcd+FcdWlHe/9m' * 4)", "PublicKeyNotPem", "InvalidData", "PublicKey" },
        { "5", "PublicKeyTypeInvalid", "InvalidData", "PublicKey" },
        { "'ecdsa-sha2-nistp384 AAAA x'", "PublicKeyIsOpenSsh", "InvalidData", "PublicKey" },
        { "([System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256')))", "PublicKeyCurveInvalid", "InvalidData", "PublicKey" },
        { "([System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256')).ExportSubjectPublicKeyInfoPem())", "PublicKeyCurveInvalid", "InvalidData", "PublicKey" },
        { "([System.Security.Cryptography.RSA]::Create(2048).ExportSubjectPublicKeyInfoPem())", "PublicKeyAlgorithmInvalid", "InvalidData", "PublicKey" },
        { "([System.Security.Cryptography.RSA]::Create(2048).ExportRSAPrivateKeyPem())", "PrivateKeyIsRsa", "InvalidData", "PrivateKey" },
        { "\"-----BEGIN CERTIFICATE-----`nAAAA`n-----END CERTIFICATE-----\"", "PublicKeyIsCertificate", "InvalidData", "PublicKey" },
        { "(&{ $k = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP384')); $k.Dispose(); $k })", "PublicKeyUnusable", "InvalidData", "PublicKey" },
        { "/nowhere/at/all.pem", "FileUnreadable", "ObjectNotFound", null },
    };

    public void Dispose()
    {
        _session.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void A_token_object_its_text_and_a_playback_url_come_down_the_pipeline()
    {
        IReadOnlyList<PSObject> reports = _session.Output(
            $"param($key, $public) $t = {New} -PlaybackUrl {Sample.PlaybackUrl} -ViewerId v; $t, $t.Token, $t.PlaybackUrl, ([uri]$t.PlaybackUrl) | Test-IvsPlaybackToken -PublicKey $public",
            _key.Pem,
            _key.Key.ExportSubjectPublicKeyInfoPem());

        Assert.Equal(4, reports.Count);
        Assert.All(reports, report =>
        {
            Assert.Equal("AwsSignTools.Services.Ivs.IvsPlaybackTokenReport", report.BaseObject.GetType().FullName);
            Assert.Equal((true, (bool?)true), (Get(report, "Valid"), (bool?)Get(report, "SignatureValid")));
            Assert.Equal(("ES384", "JWT"), (Get(report, "Algorithm"), Get(report, "Type")));
            Assert.Equal((Sample.IvsChannelArn, "v"), (Get(report, "ChannelArn"), Get(report, "ViewerId")));
            Assert.InRange((TimeSpan)Get(report, "TimeLeft")!, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
            Assert.Empty((IEnumerable)Get(report, "Findings")!);
        });
        Assert.Equal([null, null, Sample.PlaybackUrl, Sample.PlaybackUrl], reports.Select(r => (string?)Get(r, "PlaybackUrl")));
    }

    [Fact]
    public void Without_a_key_the_signature_is_not_judged()
    {
        PSObject report = _session.Single($"param($key) {New} | Test-IvsPlaybackToken", _key.Pem);

        Assert.True((bool)Get(report, "Valid")!);
        Assert.Null(Get(report, "SignatureValid"));
    }

    [Fact]
    public void The_key_is_taken_in_every_form()
    {
        string publicPath = Path.Combine(Path.GetDirectoryName(_key.Path)!, "public.pem");
        File.WriteAllText(publicPath, _key.Key.ExportSubjectPublicKeyInfoPem());
        const string Script = """
            param($key, $path, $public, $publicPath, $ecdsa, $encrypted)
            $t = New-IvsPlaybackToken arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh -PrivateKey $key
            $secure = [securestring]::new(); foreach ($c in $key.GetEnumerator()) { $secure.AppendChar($c) }
            $ExecutionContext.SessionState.Path.PushCurrentLocation('x')
            $null = $ExecutionContext.SessionState.Path.SetLocation([System.IO.Path]::GetDirectoryName($publicPath))
            foreach ($k in $key, $path, $public, $publicPath, './public.pem', $ecdsa, $secure, $public.Split("`n"), ([System.IO.FileInfo]$publicPath), $public.Replace("`n", '\n')) {
                ($t | Test-IvsPlaybackToken -PublicKey $k).SignatureValid
            }
            ($t | Test-IvsPlaybackToken -PublicKey $encrypted -Passphrase secret).SignatureValid
            ($t | Test-IvsPlaybackToken $publicPath).SignatureValid
            $null = $ExecutionContext.SessionState.Path.PopLocation('x')
            """;

        IReadOnlyList<PSObject> valid = _session.Output(
            Script.Replace("($t | Test-IvsPlaybackToken $publicPath)", "(Test-IvsPlaybackToken $t $publicPath)", StringComparison.Ordinal),
            _key.Pem,
            _key.Path,
            _key.Key.ExportSubjectPublicKeyInfoPem(),
            publicPath,
            _key.Key,
            _key.Key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048)));

        Assert.Equal(12, valid.Count);
        Assert.All(valid, v => Assert.Equal(true, v.BaseObject));
        Assert.Equal(48, _key.Key.ExportParameters(true).D!.Length);
    }

    [Fact]
    public void Another_key_is_told_and_Quiet_is_a_Boolean()
    {
        const string Script = "param($key) $other = New-IvsPlaybackKeyPair; $t = " + New + "; $t | Test-IvsPlaybackToken -PublicKey $other -Quiet; "
            + "$t | Test-IvsPlaybackToken -Quiet; ($t | Test-IvsPlaybackToken -PublicKey $other.PublicKey).Findings[0].Id; 'garbage', '' | Test-IvsPlaybackToken -Quiet";

        Assert.Equal(
            [false, true, "IvsSignatureMismatch", false, false],
            _session.Output(Script, _key.Pem).Select(static o => o.BaseObject));
    }

    [Fact]
    public void The_moment_is_given_and_a_token_ends()
    {
        PSObject report = _session.Single(
            "param($key) $t = " + New + " -SigningTime 2026-01-01T00:00:00Z; Test-IvsPlaybackToken $t -Time 2026-01-01T00:05:01Z", _key.Pem);

        Assert.False((bool)Get(report, "Valid")!);
        Assert.True((bool)Get(report, "IsExpired")!);
        Assert.Equal(TimeSpan.FromSeconds(-1), Get(report, "TimeLeft"));
        Assert.Equal("IvsExpiryPast", Ids(report).Single());
    }

    [Fact]
    public void A_token_of_a_library_has_its_claims_by_name()
    {
        string token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            $$"""{"aws:channel-arn":"{{Sample.IvsChannelArn}}","exp":1767225600000,"aws:viewer_id":"v","x":[1,"2"]}""",
            new SigningCredentials(new ECDsaSecurityKey(_key.Key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, "ES384"));

        IReadOnlyList<PSObject> output = _session.Output(
            "param($token, $key) $r = Test-IvsPlaybackToken $token $key -At 2026-01-01; $r.Claims.exp; $r.Claims['aws:viewer_id']; $r.Claims.x.Length; $r.Header.alg; $r.Findings.Id; \"$r\"",
            token,
            _key.Key);

        Assert.Equal(
            [
                1767225600000L, "v", 2, "ES384", "IvsClaimMisspelt", "IvsExpiryInMilliseconds", "IvsClaimUnknown",
                "not valid: The claim 'aws:viewer_id' is none of IVS's; did you mean aws:viewer-id? So the token has no aws:viewer-id.",
            ],
            output.Select(static o => o.BaseObject));
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public void A_key_that_cannot_check_ends_the_command_and_says_what_to_do(string key, string id, string category, string? target)
    {
        ScriptResult result = _session.Run("try { 'a', 'b' | Test-IvsPlaybackToken -PublicKey " + key + "; 'went on' } catch { $_ }; 'after'");

        Assert.Equal("after", result.Output[^1].ToString());
        Assert.Equal(2, result.Output.Count);
        RefusalTests.AssertSays(Assert.IsType<ErrorRecord>(result.Output[0].BaseObject), id, category, target);
    }

    [Fact]
    public void A_key_of_a_record_that_cannot_check_is_an_error_and_the_others_go_on()
    {
        ScriptResult result = _session.Run(
            "param($key, $public) $t = " + New + "; $null, 5, $public | ForEach-Object { if ($_) { [pscustomobject]@{ Token = $t.Token; PublicKey = $_ } } } | Test-IvsPlaybackToken -Quiet",
            _key.Pem,
            _key.Key.ExportSubjectPublicKeyInfoPem());

        RefusalTests.AssertSays(Assert.Single(result.Errors), "PublicKeyTypeInvalid", "InvalidData", "PublicKey");
        Assert.Equal([true], result.Output.Select(static o => o.BaseObject));
    }

    [Fact]
    public void A_pair_comes_down_the_pipeline_to_check_a_token_with() => Assert.Equal(
        [true],
        _session.Output("$pair = New-IvsPlaybackKeyPair; $t = New-IvsPlaybackToken " + Sample.IvsChannelArn + " -PrivateKey $pair.PrivateKey; ($pair | Test-IvsPlaybackToken -Token $t).SignatureValid")
            .Select(static o => o.BaseObject));

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    public void It_says_the_same_in_every_culture(string culture)
    {
        string token = _session.Single("param($key) " + New + " -SigningTime 2026-01-01T00:00:00Z -ViewerId VIEWERI", _key.Pem).ToString();

        Everywhere.SameInCulture(culture, () =>
        [
            .. _session.Output(
                "param($token, $key) $r = Test-IvsPlaybackToken $token $key -Time 2026-01-01T00:06:00Z; \"$r\"; $r.Findings | ForEach-Object { \"$_\" }; [string]$r.Claims.exp",
                token,
                _key.Key).Select(static o => o.ToString()),
        ]);
    }

    [Fact]
    public void No_stream_and_no_view_shows_the_key_or_the_token()
    {
        string d = Convert.ToBase64String(_key.Key.ExportParameters(true).D!)[..20];
        string pem = _key.Pem;
        string line = pem.Split('\n')[1];
        ScriptResult result = _session.Run(
            "param($key) $t = " + New + "; $VerbosePreference = $DebugPreference = 'Continue'; Test-IvsPlaybackToken $t $key -Verbose -Debug; Test-IvsPlaybackToken 'x' $key; Test-IvsPlaybackToken $t ($key.Replace('EC PRIVATE', 'RSA PRIVATE'))",
            pem);

        Assert.Equal("PrivateKeyIsRsa", result.Error.FullyQualifiedErrorId.Split(',')[0]);
        foreach (object item in (object[])[result.Output, result.Error, result.Warnings, result.Verbose, result.Debug])
        {
            Assert.Empty(SecretSearch.Find(item, line));
            Assert.Empty(SecretSearch.Find(item, d));
        }
    }

    private static object? Get(PSObject report, string name) => report.Properties[name].Value;

    private static string[] Ids(PSObject report) =>
        [.. ((IEnumerable)Get(report, "Findings")!).Cast<object>().Select(static f => (string)PSObject.AsPSObject(f).Properties["Id"].Value)];
}
