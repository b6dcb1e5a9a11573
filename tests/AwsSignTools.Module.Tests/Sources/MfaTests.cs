using System;
using System.Linq;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Services;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>A role that asks for the code of an MFA device: the user is asked through the host.</summary>
public sealed class MfaTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/tests/signer";
    private const string Serial = "arn:aws:iam::123456789012:mfa/operator";

    private readonly TokenService _sts = new() { MfaSerial = Serial, MfaCode = "654321" };

    public void Dispose() => _sts.Dispose();

    [Fact]
    public void The_user_is_asked_for_the_code_once_for_many_calls()
    {
        AnsweringHost host = new("654321", "000000");
        using TestMachine machine = Machine(host);

        machine.AssertSigns("-ProfileName role", _sts);
        _ = machine.Session.Output($"foreach ($i in 1..5) {{ {Sample.ViewerUrl} -ProfileName role }}");
        _ = machine.Session.Output($"'a', 'b' | ConvertTo-EventStreamFrame -ProfileName role -Region us-east-1 -Service transcribe -PriorSignature {Sample.Seed}");

        Assert.Contains(Serial, Assert.Single(host.Questions), StringComparison.Ordinal);
        Assert.Equal((Serial, "654321"), (_sts.Calls.Single()["SerialNumber"], _sts.Calls.Single()["TokenCode"]));
    }

    [Fact]
    public void White_space_around_the_code_is_none_of_it()
    {
        using TestMachine machine = Machine(new AnsweringHost(" 654321 "));

        machine.AssertSigns("-ProfileName role", _sts);
    }

    [Fact]
    public void A_wrong_code_is_refused_and_the_next_call_asks_again()
    {
        AnsweringHost host = new("111111", "654321");
        using TestMachine machine = Machine(host);

        _ = machine.AssertRefused("-ProfileName role", "CredentialServiceRefused", "The profile 'role' ", "(AccessDenied)", "MFA");
        machine.AssertSigns("-ProfileName role", _sts);

        Assert.Equal(2, host.Questions.Count);
    }

    [Theory]
    [InlineData("98765")]
    [InlineData("9876543")]
    [InlineData("98765x")]
    [InlineData("١٢٣٤٥٦")]
    public void What_is_not_six_digits_is_not_sent(string code)
    {
        using TestMachine machine = Machine(new AnsweringHost(code));

        string error = machine.AssertRefused("-ProfileName role", "MfaCodeInvalid", "The profile 'role' ", Serial, "six digits").ToString();

        Assert.DoesNotContain(code, error, StringComparison.Ordinal);
        Assert.Empty(_sts.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_nobody_can_be_asked_it_is_said_what_to_do(bool withHost)
    {
        using TestMachine machine = Machine(withHost ? new AnsweringHost() : null);

        _ = machine.AssertRefused("-ProfileName role", "MfaCodeMissing", "The profile 'role' ", Serial, "interactive session", "--token-code");

        Assert.Empty(_sts.Calls);
    }

    [Fact]
    public void Nothing_entered_is_as_nobody_there()
    {
        using TestMachine machine = Machine(new AnsweringHost(string.Empty));

        _ = machine.AssertRefused("-ProfileName role", "MfaCodeMissing", Serial);
    }

    private TestMachine Machine(AnsweringHost? host)
    {
        TestMachine machine = new(host)
        {
            Credentials = $"[root]\naws_access_key_id = {_sts.RootKey}\naws_secret_access_key = {_sts.RootSecret}\n",
            Config = $"[profile role]\nrole_arn = {Role}\nsource_profile = root\nmfa_serial = {Serial}\n",
        };
        return machine.Set("AWS_ENDPOINT_URL_STS", _sts.Url);
    }
}
