using System;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Security;
using AwsSignTools.Core.Tests.Diagnosis;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Canaries;

/// <summary>No secret is anywhere in what a cmdlet writes, in any stream: objects are searched to the depth that no view shows.</summary>
public sealed class StreamTests : IDisposable
{
    private const string Token = "FwoGZXIvYXdzEXAMPLE//token==";

    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_signed_url_shows_no_secret()
    {
        ScriptResult result = _session.Run(
            $"param($secret) New-AwsSignedUrl wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt -AccessKey AKIA -SecretKey $secret -SessionToken {Token} -Verbose -Debug; "
            + "New-AwsSignedUrl https://bucket.s3.us-west-2.amazonaws.com/key -AccessKey AKIA -SecretKey $secret -Method 'a b'",
            Sample.SecretKey);

        Assert.Empty(SecretSearch.Find(Assert.Single(result.Output), Sample.SecretKey));
        Assert.All(result.Errors, e => Assert.Empty(SecretSearch.Find(e, Sample.SecretKey)));
        Assert.All([.. result.Verbose, .. result.Debug, .. result.Warnings], t => Assert.DoesNotContain(Sample.SecretKey, t, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$url")]
    [InlineData("($url + '&x=1')")]
    [InlineData("($url.Replace('X-Amz-Date', 'x-amz-date'))")]
    [InlineData("$url.Substring(0, $url.Length - 10)")]
    [InlineData("($url.Replace('wss', 'ftp'))")]
    [InlineData("($url.Replace('%2F', '%2'))")]
    [InlineData("($url.Replace('%', '%25'))")]
    [InlineData("($url.Replace('/?', '/#'))")]
    [InlineData("($url.Replace('AWS4-HMAC-SHA256', 'HMAC'))")]
    [InlineData("$url -Headers @{ a = @{ b = $secret } }")]
    [InlineData("$url -PayloadHash $secret")]
    public void A_report_of_a_url_shows_no_secret_but_the_token_where_it_is_a_part_of_the_url(string arguments)
    {
        const string Marked = "CanaryTokenMark";
        FaultySigner signer = new() { AccessKey = "ASIAEXAMPLE", Token = Marked, Secret = "CanarySecretMark" };

        ScriptResult result = _session.Run(
            $"param($url, $secret, $token) Test-AwsSignedUrl {arguments} -AccessKey ASIAEXAMPLE -SecretKey $secret -SessionToken $token -Verbose -Debug -SigningTime 20261123T093000Z",
            signer.Sign(),
            signer.Secret,
            Marked);

        string[] isPart = ["Url", "CanonicalRequest"];
        Assert.Empty(SecretSearch.Find(result.Output, Marked, isPart));
        Assert.Empty(SecretSearch.Find(result.Output, arguments.Contains("-PayloadHash", StringComparison.Ordinal) ? "nothing" : signer.Secret));
        Assert.Empty(SecretSearch.Find(new object?[] { result.Errors, result.Terminating, result.Warnings, result.Verbose, result.Debug, result.Progress }, Marked));
    }

    [Fact]
    public void A_report_of_a_token_shows_no_key()
    {
        using TestKey key = new();
        string d = Convert.ToBase64String(key.Key.ExportParameters(true).D!)[..20];
        string line = key.Pem.Split('\n')[1];

        ScriptResult result = _session.Run(
            "param($key) $t = New-IvsPlaybackToken " + Sample.IvsChannelArn + " -PrivateKey $key; $VerbosePreference = $DebugPreference = 'Continue'; "
            + "Test-IvsPlaybackToken $t $key -Verbose -Debug; Test-IvsPlaybackToken 'x' $key; Test-IvsPlaybackToken $t ($key.Replace('EC PRIVATE', 'RSA PRIVATE'))",
            key.Pem);

        Assert.Equal("PrivateKeyIsRsa", result.Error.FullyQualifiedErrorId.Split(',')[0]);
        foreach (object item in (object[])[result.Output, result.Error, result.Warnings, result.Verbose, result.Debug])
        {
            Assert.Empty(SecretSearch.Find(item, line));
            Assert.Empty(SecretSearch.Find(item, d));
        }
    }

    [Fact]
    public void A_key_pair_shows_neither_its_private_key_nor_the_passphrase()
    {
        const string Passphrase = "canary-passphrase";
        using TemporaryFolder folder = new();

        ScriptResult result = _session.Run(
            "param($path) $VerbosePreference = $DebugPreference = 'Continue'; $p = New-IvsPlaybackKeyPair -Verbose -Debug; $p; New-IvsPlaybackKeyPair $path; New-IvsPlaybackKeyPair $path -Passphrase " + Passphrase,
            folder.PathOf("private.pem"));

        ErrorRecord error = Assert.Single(result.Errors);
        string plain = new NetworkCredential(string.Empty, (SecureString)result.Output[0].Properties["PrivateKey"].Value).Password;
        string[] secrets = [Passphrase, .. plain.Split('\n')[1..3], .. File.ReadAllText(folder.PathOf("private.pem")).Split('\n')[1..3]];
        foreach (object item in (object[])[result.Output, error, result.Verbose, result.Debug, result.Warnings])
        {
            // The command line of the error is the script's own, which has the passphrase in it.
            Assert.All(secrets, secret => Assert.Empty(SecretSearch.Find(item, secret, "Line", "Statement", "PositionMessage", "ScriptStackTrace", "DisplayScriptPosition", "MyCommand")));
        }
    }
}
