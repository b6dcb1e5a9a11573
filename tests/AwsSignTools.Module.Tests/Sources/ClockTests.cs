using System;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>A clock that is off, where a server's answer tells it.</summary>
public sealed class ClockTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/tests/signer";
    private const string Url = Sample.ViewerUrl + " -ProfileName role ";

    private readonly TestMachine _machine = new();
    private readonly TokenService _sts = new();

    public ClockTests()
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

    [Theory]
    [InlineData(12, "12 min behind that of AWS")]
    [InlineData(-12, "12 min ahead of that of AWS")]
    public void A_clock_that_is_off_is_warned_of_once(int minutes, string said)
    {
        _sts.ClockOffset = TimeSpan.FromMinutes(minutes);

        ScriptResult result = _machine.Session.Run(
            $"'a', 'b' | ForEach-Object {{ [pscustomobject]@{{ ClientId = $_ }} }} | New-KvsSignedUrl -Endpoint {Sample.ViewerEndpoint} -ChannelArn {Sample.ChannelArn} -ProfileName role").WithoutErrors();

        Assert.Equal(2, result.Output.Count);
        Assert.Contains(said, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_is_right_is_not_spoken_of() => Assert.Empty(_machine.Session.Run(Url).WithoutErrors().Warnings);

    [Fact]
    public void The_warning_can_be_silenced_kept_or_made_an_error()
    {
        _sts.ClockOffset = TimeSpan.FromMinutes(12);

        Assert.Empty(_machine.Session.Run(Url + "-WarningAction SilentlyContinue").WithoutErrors().Warnings);
        Assert.Equal("1", _machine.Session.Single(Forget + Url + "-WarningAction SilentlyContinue -WarningVariable kept | ForEach-Object { $kept.Count }", StagedModule.Folder).ToString());
        ScriptResult stopped = _machine.Session.Run(Forget + Url + "-WarningAction Stop; 'went on'", StagedModule.Folder);
        Assert.Empty(stopped.Output);
        Assert.NotNull(stopped.Terminating);
    }

    [Fact]
    public void A_kept_credential_warns_again_of_the_clock()
    {
        _sts.ClockOffset = TimeSpan.FromMinutes(12);
        _ = _machine.Session.Run(Url).WithoutErrors();

        Assert.Contains("12 min", Assert.Single(_machine.Session.Run(Url).WithoutErrors().Warnings), StringComparison.Ordinal);
        _ = Assert.Single(_sts.Calls);
    }

    [Fact]
    public void A_refusal_for_the_clock_says_so()
    {
        _sts.Fault = TokenService.Refusal(403, "SignatureDoesNotMatch", "Signature expired: 20260102T030405Z is now earlier than 20260102T031105Z");
        _sts.ClockOffset = TimeSpan.FromMinutes(12);

        _ = _machine.AssertRefused("-ProfileName role -CredentialTimeoutSec 30", "CredentialServiceRefused", "The profile 'role' ", "12 min behind that of AWS");
    }

    [Fact]
    public void A_service_that_refuses_a_wrong_date_is_asked_again_with_its_own()
    {
        _sts.ClockOffset = TimeSpan.FromMinutes(12);
        _sts.DateTolerance = TimeSpan.FromMinutes(5);

        ScriptResult result = _machine.Session.Run(Url).WithoutErrors();

        Assert.Equal(_sts.Last.AccessKeyId, TestMachine.SignerOf(Assert.Single(result.Output)));
        Assert.Contains("12 min behind that of AWS", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    private const string Forget = "Remove-Module AwsSignTools; Import-Module -Name $args[0]; ";
}
