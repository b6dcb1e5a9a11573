using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>
/// A pipeline of URLs renews its credential in the second half of its life; a stream keeps the one it began with. The service gives
/// credentials of few seconds here.
/// </summary>
public sealed class RenewalTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/tests/signer";

    private const string Urls = " | New-KvsSignedUrl -Endpoint " + Sample.ViewerEndpoint + " -ChannelArn " + Sample.ChannelArn + " -ProfileName role -ExpiresIn 1";

    private readonly TestMachine _machine = new();
    private readonly TokenService _sts = new() { Lifetime = TimeSpan.FromSeconds(2) };

    public RenewalTests()
    {
        _machine.Credentials = $"[root]\naws_access_key_id = {_sts.RootKey}\naws_secret_access_key = {_sts.RootSecret}\n";
        _machine.Config = $"[profile role]\nrole_arn = {Role}\nsource_profile = root\n";
        _ = _machine.Set("AWS_ENDPOINT_URL_STS", _sts.Url);
    }

    public void Dispose()
    {
        _machine.Dispose();
        _sts.Dispose();
    }

    [Fact]
    public void A_pipeline_of_urls_renews_its_credential_before_it_ends()
    {
        IReadOnlyList<PSObject> urls = _machine.Session.Output(Viewers(20) + Urls);

        string[] signers = [.. urls.Select(TestMachine.SignerOf).Distinct()];
        Assert.InRange(signers.Length, 2, urls.Count - 1);
        Assert.Equal(_sts.Issued.Select(i => i.AccessKeyId), signers);
        Assert.All(urls, u =>
        {
            IssuedCredential issued = _sts.Issued.Single(i => i.AccessKeyId == TestMachine.SignerOf(u));
            Assert.True(SigV4Verifier.IsSignedBy(u.ToString(), issued.SecretAccessKey));
            Assert.True(new OutputObject(u).Moment("SignedAt") < issued.Expiration, "Signed with a credential that had ended.");
        });
    }

    [Fact]
    public void With_a_time_of_the_users_own_nothing_is_renewed()
    {
        IReadOnlyList<PSObject> urls = _machine.Session.Output(Viewers(15) + Urls + " -SigningTime ([datetime]::UtcNow)");

        _ = Assert.Single(urls.Select(TestMachine.SignerOf).Distinct());
        _ = Assert.Single(_sts.Issued);
    }

    [Fact]
    public void A_stream_keeps_the_credential_it_began_with()
    {
        const string Frames = " | ConvertTo-EventStreamFrame -ProfileName role -Region us-east-1 -Service transcribe -EndOfStream -PriorSignature " + Sample.Seed;

        IReadOnlyList<PSObject> frames = _machine.Session.Output(Records(15, "'audio'") + Frames);

        IssuedCredential only = Assert.Single(_sts.Issued);
        Assert.Equal(16, frames.Count);

        // Each frame signed again, by keys that are given, at its own time and behind the one before.
        string prior = Sample.Seed;
        foreach (PSObject frame in frames.SkipLast(1))
        {
            PSObject again = _machine.Session.Single(
                "param($frame, $key, $secret, $token) 'audio' | ConvertTo-EventStreamFrame -AccessKey $key -SecretKey $secret -SessionToken $token "
                + "-Region us-east-1 -Service transcribe -PriorSignature $frame.PriorSignature -SigningTime $frame.Date",
                frame,
                only.AccessKeyId,
                only.SecretAccessKey,
                only.SessionToken);
            Assert.Equal(prior, frame.Properties["PriorSignature"].Value);
            Assert.Equal(again.Properties["Signature"].Value, frame.Properties["Signature"].Value);
            prior = (string)frame.Properties["Signature"].Value;
        }
    }

    [Fact]
    public void What_cannot_be_renewed_signs_until_it_ends_with_a_warning_and_then_no_more()
    {
        _sts.Lifetime = TimeSpan.FromSeconds(4);
        string script = "$sts = $args[0]; $n = 0; " + Viewers(60) + " | ForEach-Object { if (++$n -eq 2) { $sts.Break() }; $_ }" + Urls;

        ScriptResult result = _machine.Session.Run(script, new Breaker(_sts));

        IssuedCredential only = Assert.Single(_sts.Issued);
        Assert.All(result.Output, u => Assert.Equal(only.AccessKeyId, TestMachine.SignerOf(u)));
        Assert.All(result.Output, u => Assert.True(new OutputObject(u).Moment("SignedAt") < only.Expiration, "Signed with a credential that had ended."));
        string warning = Assert.Single(result.Warnings, w => w.Contains("could not be renewed", StringComparison.Ordinal));
        Assert.Contains("The profile 'role' ", warning, StringComparison.Ordinal);
        Assert.Contains("(AccessDenied)", warning, StringComparison.Ordinal);
        Assert.StartsWith("CredentialServiceRefused,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_ends_during_a_pipeline_signs_no_more()
    {
        const string Object = " | New-KvsSignedUrl -Endpoint " + Sample.ViewerEndpoint + " -ChannelArn " + Sample.ChannelArn + " -ExpiresIn 1 "
            + "-Credential @{ AccessKeyId = 'ASIAOBJECT'; SecretAccessKey = 'object'; SessionToken = 'token'; Expiration = [datetime]::UtcNow.AddSeconds(2) }";

        ScriptResult result = _machine.Session.Run(Viewers(30) + Object);

        Assert.NotEmpty(result.Output);
        Assert.StartsWith("CredentialExpired,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Credential", result.Error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environments_keys_that_end_during_a_pipeline_sign_no_more()
    {
        string end = DateTime.UtcNow.AddSeconds(2).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        _ = _machine.Set("AWS_ACCESS_KEY_ID", "ASIAENV").Set("AWS_SECRET_ACCESS_KEY", "env").Set("AWS_SESSION_TOKEN", "token").Set("AWS_CREDENTIAL_EXPIRATION", end);

        ScriptResult result = _machine.Session.Run(Viewers(30) + Urls.Replace("-ProfileName role", string.Empty, StringComparison.Ordinal));

        Assert.NotEmpty(result.Output);
        Assert.StartsWith("CredentialExpired,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static string Viewers(int count) => Records(count, "[pscustomobject]@{ ClientId = 'viewer' }");

    // So many records, and a tenth of a second at least between two: a number and not a time, since the first may take its time.
    private static string Records(int count, string record) =>
        $"1..{count} | ForEach-Object {{ {record}; [System.Threading.Thread]::Sleep(100) }}";

    /// <summary>Lets a script break the service. Public, since scripts call it.</summary>
    public sealed class Breaker
    {
        private readonly TokenService _sts;

        internal Breaker(TokenService sts) => _sts = sts;

        public void Break() => _sts.Fault = TokenService.Refusal(403, "AccessDenied", "Not any more.");
    }
}
