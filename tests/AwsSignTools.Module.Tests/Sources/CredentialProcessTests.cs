using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Sources;

/// <summary>Profiles with a <c>credential_process</c>: real programs, which the tests write.</summary>
public sealed class CredentialProcessTests : IDisposable
{
    private const string Answer = """
        printf '%s' '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"process/secret+","SessionToken":"ProcessToken//+=="}'
        """;

    private readonly TestMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [UnixFact]
    public void A_programs_credential_signs()
    {
        Process(Script("program", Answer));

        _machine.AssertSigns("-ProfileName dev", "ASIAPROCESS", "process/secret+", "ProcessToken//+==");
    }

    [UnixFact]
    public void A_programs_credential_ends_when_it_says()
    {
        DateTimeOffset end = new(DateTime.UtcNow.AddSeconds(120).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        string moment = end.ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        Process(Script("program", $$"""
            echo "a warning for nobody" >&2
            echo '{"Version": 1, "AccessKeyId": "ASIAPROCESS", "SecretAccessKey": "process", "SessionToken": "token", "Expiration": "{{moment}}", "More": [1, {"x": null}]}'
            """));

        ScriptResult result = _machine.Session.Run(TestMachine.LongUrl + "-ProfileName dev").WithoutErrors();

        Assert.Equal(end, new OutputObject(Assert.Single(result.Output)).Moment("EffectiveExpiresAt"));
        Assert.Contains("The credential of ASIAPROCESS ends at", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_long_term_key_of_a_program_signs()
    {
        Process(Script("program", """echo '{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"process"}'"""));

        _machine.AssertSigns("-ProfileName dev", "AKIDPROCESS", "process");
    }

    [UnixTheory]
    [InlineData("plain words", "[plain][words]")]
    [InlineData("\"two words\" 'and two'", "[two words][and two]")]
    [InlineData("'a\"b' \"c'd\"", "[a\"b][c'd]")]
    [InlineData("\"a \\\"quoted\\\" word\"", "[a \"quoted\" word]")]
    [InlineData(@"a\\b 'c\d' c:\\", @"[a\b][c\d][c:\]")]
    [InlineData(@"'ends in\'", @"[ends in\]")]
    [InlineData(@"""\\""", @"[\]")]
    [InlineData("$AWSSIGNTOOLS_TEST \"$AWSSIGNTOOLS_TEST\" '$AWSSIGNTOOLS_TEST'", "[of][two][of two][$AWSSIGNTOOLS_TEST]")]
    [InlineData("--x=a&b;c", null)]
    [InlineData("'--x=a&b;c' \"$(echo in a shell)\"", "[--x=a&b;c][in a shell]")]
    [InlineData("''", "[]")]
    public void Its_arguments_are_as_a_shell_takes_them(string arguments, string? expected)
    {
        _ = _machine.Set("AWSSIGNTOOLS_TEST", "of two");
        string seen = Path.Combine(_machine.Home, "seen");
        string program = Script("a program", "printf '[%s]' \"$@\" > '" + seen + "'\n" + Answer);
        _machine.Config = $"[profile dev]\ncredential_process = \"{program}\" {arguments}\n";

        ScriptResult result = _machine.Session.Run(TestMachine.LongUrl + "-ProfileName dev -CredentialTimeoutSec 10");

        if (expected is not null)
        {
            Assert.Equal("ASIAPROCESS", TestMachine.SignerOf(Assert.Single(result.WithoutErrors().Output)));
            Assert.Equal(expected, File.ReadAllText(seen));
        }
        else
        {
            // What stands behind '&' and ';' is another program's, which there is not.
            Assert.StartsWith("CredentialProcessFailed,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);

            // The program goes on in the background, and nobody waits for it.
            Assert.True(SpinWait.SpinUntil(() => File.Exists(seen) && File.ReadAllText(seen) == "[--x=a]", TimeSpan.FromSeconds(30)));
        }
    }

    [UnixFact]
    public void It_may_write_far_more_than_a_pipe_holds()
    {
        Process(Script("program", """
            i=0
            while [ $i -lt 3000 ]; do echo "0123456789012345678901234567890123456789012345678901234567890123456789" >&2; i=$((i+1)); done
            printf '{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"process"}'
            i=0
            while [ $i -lt 3000 ]; do echo "                                                                      "; i=$((i+1)); done
            """));

        _machine.AssertSigns("-ProfileName dev", "AKIDPROCESS", "process");
    }

    [UnixTheory]
    [InlineData("exit 3", "CredentialProcessFailed", "exit code 3")]
    [InlineData("echo '{}'; echo CANARY >&2; exit 1", "CredentialProcessFailed", "exit code 1")]
    [InlineData("kill -9 $$", "CredentialProcessFailed", "exit code 137")]
    [InlineData("exit 0", "CredentialProcessOutputInvalid", "is not a JSON object")]
    [InlineData("echo 'CANARY'", "CredentialProcessOutputInvalid", "is not a JSON object")]
    [InlineData("echo '[{\"CANARY\":1}]'", "CredentialProcessOutputInvalid", "is not a JSON object")]
    [InlineData("echo '{\"AccessKeyId\":\"CANARY\",\"SecretAccessKey\":\"CANARY\"}'", "CredentialProcessOutputInvalid", "has no Version 1")]
    [InlineData("echo '{\"Version\":2,\"AccessKeyId\":\"CANARY\",\"SecretAccessKey\":\"CANARY\"}'", "CredentialProcessOutputInvalid", "has no Version 1")]
    [InlineData("echo '{\"Version\":1,\"SecretAccessKey\":\"CANARY\"}'", "CredentialProcessOutputInvalid", "has no AccessKeyId")]
    [InlineData("echo '{\"Version\":1,\"AccessKeyId\":\"CANARY\"}'", "CredentialProcessOutputInvalid", "has no SecretAccessKey")]
    [InlineData("echo '{\"Version\":1,\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"CANARY \"}'", "CredentialProcessOutputInvalid", "white space")]
    [InlineData("echo '{\"Version\":1,\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":\"x\",\"Expiration\":\"CANARY\"}'", "CredentialProcessOutputInvalid", "is not a time")]
    [InlineData("yes CANARY | head -c 400000", "CredentialProcessOutputInvalid", "is not a JSON object")]
    public void A_program_that_fails_or_prints_something_else_is_named_and_not_quoted(string script, string id, string said)
    {
        Process(Script("program", script));

        ErrorRecord error = _machine.AssertRefused("-ProfileName dev", id, "The profile 'dev' ", "'program' (credential_process)", said);

        Assert.Equal("program", error.TargetObject);
        Assert.DoesNotContain("CANARY", error.ToString() + error.Exception + error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_program_that_is_not_there_is_named()
    {
        Process("/nowhere/at/all/program --token CANARY");

        ErrorRecord error = _machine.AssertRefused("-ProfileName dev", "CredentialProcessFailed", "The profile 'dev' ", "'program'", "exit code 127");

        Assert.DoesNotContain("CANARY", error.ToString() + error.Exception, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("TOKEN=CANARY {0}")]
    [InlineData("TOKEN='CAN ARY CANARY' {0}")]
    [InlineData("(TOKEN=CANARY; {0})")]
    [InlineData("{0};echo CANARY")]
    [InlineData("\"{0}\"CANARY")]
    [InlineData("$(echo CANARY)")]
    public void What_stands_where_a_programs_name_should_is_not_shown(string commandLine)
    {
        Process(string.Format(CultureInfo.InvariantCulture, commandLine, Script("program", "exit 4")));

        ErrorRecord error = _machine.Session.Run(TestMachine.LongUrl + "-ProfileName dev").Error;

        Assert.StartsWith("CredentialProcess", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", error.ToString() + error.Exception + error.TargetObject, StringComparison.Ordinal);
        Assert.DoesNotContain("ARY", error.ToString() + error.Exception + error.TargetObject, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("")]
    [InlineData("exec >&- 2>&-\n")]
    public void A_program_that_hangs_is_ended_in_time(string before)
    {
        Process(Script("program", before + HangingScript()));
        Stopwatch clock = Stopwatch.StartNew();

        _ = _machine.AssertRefused("-ProfileName dev -CredentialTimeoutSec 1", "CredentialProcessTimedOut", "The profile 'dev' ", "'program'", "within 1 s", "-CredentialTimeoutSec");

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(15));
        AssertGone();
    }

    [UnixFact]
    public async Task Stopping_the_pipeline_ends_the_program()
    {
        Process(Script("program", HangingScript()));

        (PSInvocationState state, IReadOnlyList<PSObject> output, IReadOnlyList<ErrorRecord> errors, TimeSpan took) = await _machine.Session.RunAndStop(
            TestMachine.LongUrl + "-ProfileName dev; 'went on'",
            () => Assert.True(SpinWait.SpinUntil(() => File.Exists(PidFile), TimeSpan.FromSeconds(30)), "The program did not start."));

        Assert.Equal(PSInvocationState.Stopped, state);
        Assert.Empty(output);
        Assert.Empty(errors);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        AssertGone();
    }

    [UnixFact]
    public void A_failing_program_of_the_default_profile_never_lets_the_container_sign()
    {
        using Services.ContainerEndpoint container = new();
        _ = _machine.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.FullUri);
        _machine.Config = $"[default]\ncredential_process = {Script("program", "exit 1")}\n";

        _ = _machine.AssertRefused(string.Empty, "CredentialProcessFailed", "The profile 'default' ");

        Assert.Empty(container.Requests);
    }

    [UnixFact]
    public void A_role_may_have_a_program_as_its_source()
    {
        using Services.TokenService sts = new();
        string program = Script("program", $$"""echo '{"Version":1,"AccessKeyId":"{{sts.RootKey}}","SecretAccessKey":"{{sts.RootSecret}}"}'""");
        _machine.Config = $"""
            [profile dev]
            credential_process = {program}
            [profile role]
            role_arn = arn:aws:iam::123456789012:role/tests/signer
            source_profile = dev
            """;
        _ = _machine.Set("AWS_ENDPOINT_URL_STS", sts.Url);

        _machine.AssertSigns("-ProfileName role", sts);
    }

    private string PidFile => Path.Combine(_machine.Home, "pid");

    // A child of the program that waits; the number is there when it does.
    private string HangingScript() => $"sleep 300 &\necho $! > '{PidFile}.new'; mv '{PidFile}.new' '{PidFile}'\nwait\n";

    private void AssertGone()
    {
        int id = int.Parse(File.ReadAllText(PidFile), CultureInfo.InvariantCulture);
        Assert.True(SpinWait.SpinUntil(() => !IsAlive(id), TimeSpan.FromSeconds(10)), "The program is still there.");
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using Process process = System.Diagnostics.Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void Process(string commandLine) => _machine.Config = $"[profile dev]\ncredential_process = {commandLine}\n";

    private string Script(string name, string text)
    {
        string path = _machine.Write(Path.Combine("bin", name), "#!/bin/sh\n" + text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
