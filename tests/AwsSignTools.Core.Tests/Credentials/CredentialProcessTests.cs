using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Findings;
using AwsSignTools.SigV4;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

/// <summary>Real programs, started by a profile's credential_process.</summary>
public sealed class CredentialProcessTests : IDisposable
{
    private const string Static = """{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}""";

    // What a program that is to be stopped would take, were it not.
    private const string Forever = "sleep 120";

    // Shows that it lives, but not for ever: should a test fail, nothing stops it.
    private const string Heart = "i=0; while [ $i -lt 2000 ]; do echo x >> \"$1\"; sleep 0.05; i=$((i+1)); done";

    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(60);

    private readonly Surroundings _machine = new();

    public void Dispose() => _machine.Dispose();

    [UnixFact]
    public void A_program_gives_a_static_key()
    {
        AwsCredential credential = RunPrinting(Static);

        Surroundings.CheckKeys("AKIDPROCESS", "canary-secret", null, credential);
        Assert.Null(credential.Expiration);
    }

    [UnixFact]
    public void A_program_gives_a_temporary_key_and_its_end_to_a_profile()
    {
        string output = _machine.Write(
            "output",
            """{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"canary-secret","SessionToken":"canary-token==","Expiration":"2015-08-30T13:36:00Z","Other":{"x":[]}}""");
        _ = _machine.Config($"[profile dev]\nregion = us-west-2\ncredential_process = cat '{output}' ; echo # x\n");

        ResolvedCredential resolved = _machine.Resolve("dev");

        Surroundings.CheckKeys("ASIAPROCESS", "canary-secret", "canary-token==", resolved.Credential);
        Assert.Equal(Known.Time.AddHours(1), resolved.Credential.Expiration);
        Assert.Equal(Known.Time.AddMinutes(55), resolved.RenewAt);
        Assert.Equal("us-west-2", resolved.Region);
        Assert.Equal("The profile 'dev'", resolved.Source);
    }

    [UnixTheory]
    [InlineData("""{"Version":"1","AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}""")]
    [InlineData("""{"version":1,"accessKeyId":"AKIDPROCESS","secretaccesskey":"canary-secret"}""")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret","SessionToken":"","Expiration":""}""")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret","SessionToken":null,"Expiration":null}""")]
    [InlineData("\r\n\t {\r\n\"Version\" : 1 ,\"AccessKeyId\":\"AKIDPROCESS\",\n\"SecretAccessKey\":\"canary\\u002dsecret\" }\r\n\r\n")]
    [InlineData("\uFEFF" + Static)]
    public void The_forms_of_an_output_are_all_read(string output)
    {
        AwsCredential credential = RunPrinting(output);

        Surroundings.CheckKeys("AKIDPROCESS", "canary-secret", null, credential);
        Assert.Null(credential.Expiration);
    }

    [UnixTheory]
    [InlineData("2030-01-02T03:04:05Z", "2030-01-02T03:04:05Z")]
    [InlineData("2030-01-02T03:04:05.678Z", "2030-01-02T03:04:05.678Z")]
    [InlineData("2030-01-02T03:04:05+00:00", "2030-01-02T03:04:05Z")]
    [InlineData("2030-01-02T03:04:05.123456+02:00", "2030-01-02T01:04:05.123456Z")]
    [InlineData("2030-01-02T03:04:05", "2030-01-02T03:04:05Z")]
    [InlineData("2030-01-02 03:04:05+00:00", "2030-01-02T03:04:05Z")]
    [InlineData("2015-08-30T00:00:00Z", "2015-08-30T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public void The_end_is_a_time_of_ISO_8601(string written, string expected)
    {
        string output = _machine.Write("output", $$"""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret","Expiration":"{{written}}"}""");
        _ = _machine.Config($"[profile dev]\ncredential_process = cat '{output}'\n");

        // Programs written in Go print the year 1 for no time at all: as ended as it says, but no reason to fail.
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), _machine.Resolve("dev").Credential.Expiration);
    }

    [UnixTheory]
    [InlineData("\"canary\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("\"10:30\"")]
    [InlineData("\"1.5\"")]
    [InlineData("\"1-1\"")]
    [InlineData("\"12/2030\"")]
    [InlineData("\"01/02/2030\"")]
    [InlineData("\"2030\"")]
    [InlineData("\"2030-13-01T00:00:00Z\"")]
    [InlineData("\"2030-01-01T25:00:00Z\"")]
    [InlineData("\"9999-12-31T23:59:59-14:00\"")]
    [InlineData("1893456000")]
    [InlineData("1893456000000")]
    [InlineData("true")]
    public void An_end_that_is_no_time_is_refused(string written) => CheckInvalid(
        $$"""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret","Expiration":{{written}}}""", "Expiration");

    [UnixTheory]
    [InlineData("""{"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}""", "Version")]
    [InlineData("""{"Version":2,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}""", "Version")]
    [InlineData("""{"Version":1.0,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}""", "Version")]
    [InlineData("""{"Version":true,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}""", "Version")]
    [InlineData("""{"Version":null,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}""", "Version")]
    [InlineData("""{"Version":[1],"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}""", "Version")]
    [InlineData("""{"Version":1,"SecretAccessKey":"canary-secret"}""", "AccessKeyId")]
    [InlineData("""{"Version":1,"AccessKeyId":"","SecretAccessKey":"canary-secret"}""", "AccessKeyId")]
    [InlineData("""{"Version":1,"AccessKeyId":{"a":"canary"},"SecretAccessKey":"canary-secret"}""", "AccessKeyId")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIDPROCESS"}""", "SecretAccessKey")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":null}""", "SecretAccessKey")]
    [InlineData("""{"Version":1,"Credentials":{"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret"}}""", "AccessKeyId")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKID/canary","SecretAccessKey":"canary-secret"}""", "access key id")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary secret"}""", "secret access key")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary\u0000"}""", "secret access key")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary","SessionToken":"canary\ntoken"}""", "session token")]
    [InlineData("", "JSON")]
    [InlineData("canary", "JSON")]
    [InlineData("null", "JSON")]
    [InlineData("[" + Static + "]", "JSON")]
    [InlineData(Static + "\ncanary", "JSON")]
    [InlineData("canary\n" + Static, "JSON")]
    [InlineData(Static + Static, "JSON")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"canary-secret" """, "JSON")]
    public void An_output_that_is_no_credential_is_refused_and_not_shown(string output, string word) => CheckInvalid(output, word);

    [UnixFact]
    public void A_large_output_is_read_to_its_end_and_refused()
    {
        string script = Script("head -c 3000000 /dev/zero | tr '\\0' 'x'\necho done > \"$1\"");
        string done = Path.Combine(_machine.Home, "done");

        _ = Unavailable.As("CredentialProcessOutputInvalid", () => Run($"sh '{script}' '{done}'"));
        Assert.True(File.Exists(done));
    }

    [UnixFact]
    public void A_credential_behind_much_white_space_is_read_up_to_a_limit()
    {
        string padding = new(' ', 200_000);

        Surroundings.CheckKeys("AKIDPROCESS", "canary-secret", null, RunPrinting(padding + Static));
        CheckInvalid(padding + padding + Static, "JSON");
    }

    [UnixFact]
    public void Much_error_output_blocks_nothing_and_is_not_shown()
    {
        string script = Script($"head -c 2000000 /dev/zero | tr '\\0' 'c' >&2\necho canary >&2\nprintf %s '{Static}'\nexit $1");

        Surroundings.CheckKeys("AKIDPROCESS", "canary-secret", null, Run($"sh '{script}' 0"));
        _ = Unavailable.As("CredentialProcessFailed", () => Run($"sh '{script}' 3"));
    }

    [UnixTheory]
    [InlineData("exit 1", 1)]
    [InlineData("echo canary; echo canary >&2; exit 255", 255)]
    [InlineData("printf %s '" + Static + "'; exit 7", 7)]
    public void A_program_that_fails_is_told_by_its_exit_code(string body, int exitCode)
    {
        string script = Script(body);
        Finding finding = Unavailable.As("CredentialProcessFailed", "sh", () => Run($"sh '{script}' --token canary"));

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}."), finding.Message, StringComparison.Ordinal);
        Assert.Contains("'sh' (credential_process)", finding.Message, StringComparison.Ordinal);
        Assert.StartsWith("The profile 'dev' ", finding.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_program_that_a_signal_ends_has_failed() => Unavailable.As("CredentialProcessFailed", () => Run($"sh '{Script("kill -9 $$")}'"));

    [UnixFact]
    public void A_program_that_is_not_there_is_an_error() =>
        Unavailable.As("CredentialProcessFailed", "no-such-program", () => Run("/canary/no-such-program --token canary"));

    [UnixFact]
    public void A_command_line_that_the_platform_cannot_pass_on_is_an_error()
    {
        // Linux passes 128 KiB in one argument at most; elsewhere the shell takes it, and does not find the program.
        Finding finding = Unavailable.As("CredentialProcessFailed", "no-such-program", () => Run("no-such-program " + new string('x', 5_000_000)));

        Assert.True(finding.Message.Length < 1000);
    }

    [UnixFact]
    public void A_program_that_takes_too_long_is_stopped_with_what_it_started()
    {
        _machine.TimeLimit = TimeSpan.FromSeconds(3);
        string beats = Path.Combine(_machine.Home, "beats");
        string child = Script(Heart, "child.sh");
        string script = Script($"sh '{child}' \"$1\" &\n{Forever}\necho canary");

        Stopwatch clock = Stopwatch.StartNew();
        Finding finding = Unavailable.As("CredentialProcessTimedOut", "sh", () => Run($"sh '{script}' '{beats}' ; echo canary"));

        Assert.True(clock.Elapsed < SoonEnough);
        Assert.Contains("within 3 s", finding.Message, StringComparison.Ordinal);
        Assert.Contains("-CredentialTimeoutSec", finding.Remedy, StringComparison.Ordinal);
        CheckSilence(beats);
    }

    [UnixFact]
    public void A_program_that_prints_for_ever_is_stopped()
    {
        _machine.TimeLimit = TimeSpan.FromSeconds(1);

        _ = Unavailable.As("CredentialProcessTimedOut", "yes", () => Run("yes canary"));
        _ = Unavailable.As("CredentialProcessTimedOut", "yes", () => Run("yes canary >&2"));
    }

    [UnixFact]
    public void A_program_that_closes_its_output_and_goes_on_is_stopped()
    {
        _machine.TimeLimit = TimeSpan.FromSeconds(1);
        string script = Script($"printf %s '{Static}'\nexec >&- 2>&-\n{Forever}");
        Stopwatch clock = Stopwatch.StartNew();

        // By exec, or the shell before it keeps the output open.
        _ = Unavailable.As("CredentialProcessTimedOut", () => Run($"exec sh '{script}'"));
        Assert.True(clock.Elapsed < SoonEnough);
    }

    [UnixFact]
    public void Stopping_the_search_stops_the_program_and_what_it_started()
    {
        string beats = Path.Combine(_machine.Home, "beats");
        string child = Script(Heart, "child.sh");
        string script = Script($"sh '{child}' \"$1\" &\n{Forever}");

        CheckStopped($"sh '{script}' '{beats}'", beats);
        CheckSilence(beats);
    }

    [UnixFact]
    public void Stopping_the_search_stops_a_program_that_has_closed_its_output()
    {
        string begun = Path.Combine(_machine.Home, "begun");
        string script = Script($"exec >&- 2>&-\necho x > \"$1\"\n{Forever}");

        CheckStopped($"exec sh '{script}' '{begun}'", begun);
    }

    [UnixFact]
    public void A_search_that_was_stopped_before_starts_nothing()
    {
        string begun = Path.Combine(_machine.Home, "begun");
        _machine.Cancellation = new CancellationToken(canceled: true);

        _ = Assert.Throws<OperationCanceledException>(() => Run($"echo x > '{begun}'"));
        Assert.False(File.Exists(begun));
    }

    [UnixTheory]
    [InlineData("printf '%s|' 'a b' \"c d\" e\\ f", "a b|c d|e f|")]
    [InlineData("printf '%s|' \"it's\" 'say \"x\"'", "it's|say \"x\"|")]
    [InlineData("printf '%s|' 'a\\b' 'a\\\\b' 'end\\'", "a\\b|a\\\\b|end\\|")]
    [InlineData("printf '%s|' '\\\"' '\\\\\"' '\\\\\\\"'", "\\\"|\\\\\"|\\\\\\\"|")]
    [InlineData("printf '%s|' \"\" '' x", "||x|")]
    [InlineData("printf '%s|' '$HOME' '`x`' '!' '*' '#' ';' '&' '%PATH%' '~'", "$HOME|`x`|!|*|#|;|&|%PATH%|~|")]
    [InlineData("printf '%s|' 'Größe' '名前'", "Größe|名前|")]
    [InlineData("X=1; printf '%s|' \"$X\" $((1+1)) | tr 1 3", "3|2|")]
    public void The_shell_gets_the_command_line_as_it_is_written(string commandLine, string printed)
    {
        string output = Path.Combine(_machine.Home, "printed");
        _ = Run($"{{ {commandLine} ; }} > '{output}'; printf %s '{Static}'");

        Assert.Equal(printed, File.ReadAllText(output));
    }

    [UnixTheory]
    [InlineData("{0} --token canary", "tool.sh")]
    [InlineData("'{0}' --token canary", "tool.sh")]
    [InlineData("\"{0}\" --token canary", "tool.sh")]
    [InlineData("  {0}\t--token canary", "tool.sh")]
    [InlineData("{0}", "tool.sh")]
    [InlineData("$HOME/canary/tool --token canary", "tool")]
    [InlineData("'/canary/my tool' canary", "my tool")]
    [InlineData("~/canary/tool@2 canary", "tool@2")]

    // What begins with anything but a program's name is the shell's, whose name is all that is shown.
    [InlineData("TOKEN=canary {0}", "sh")]
    [InlineData("TOKEN='canary canary' {0}", "sh")]
    [InlineData("TOKEN=/x/canary {0}", "sh")]
    [InlineData("false;TOKEN=canary {0}", "sh")]
    [InlineData("false|canary", "sh")]
    [InlineData("false&&canary", "sh")]
    [InlineData("false>canary", "sh")]
    [InlineData("false<canary", "sh")]
    [InlineData("(canary)", "sh")]
    [InlineData("$(canary)", "sh")]
    [InlineData("$canary | false", "sh")]
    [InlineData("`canary`", "sh")]
    [InlineData("'false'canary", "sh")]
    [InlineData("fal'canary'se", "sh")]
    [InlineData("'false canary", "sh")]
    [InlineData("\"/x/false canary", "sh")]
    [InlineData("/canary/", "sh")]
    [InlineData("/canary/x\\ y/z canary", "sh")]
    public void A_message_has_the_programs_name_without_its_folder_and_its_arguments(string commandLine, string shown)
    {
        string folder = Path.Combine(_machine.Home, "canary");
        _ = Directory.CreateDirectory(folder);
        string tool = Path.Combine(folder, "tool.sh");

        _ = Unavailable.As("CredentialProcessFailed", shown, () => Run(string.Format(CultureInfo.InvariantCulture, commandLine, tool)));
    }

    [UnixTheory]
    [InlineData("sleep 60 & echo $! > '{0}'; cat '{1}'")]
    [InlineData("sleep 60 > /dev/null & echo $! > '{0}'; cat '{1}'")]
    [InlineData("{{ sleep 0.4; cat '{1}'; exec sleep 60; }} & echo $! > '{0}'")]
    [InlineData("{{ while echo noise >&2; do :; done; }} & echo $! > '{0}'; cat '{1}'")]
    public void A_program_that_leaves_another_in_the_background_is_not_waited_for(string commandLine)
    {
        string left = Path.Combine(_machine.Home, "left");
        string output = _machine.Write("output", Static);
        _machine.TimeLimit = TimeSpan.FromMinutes(2);

        AwsCredential credential = Guarded.Run(() => Run(string.Format(CultureInfo.InvariantCulture, commandLine, left, output)));

        Surroundings.CheckKeys("AKIDPROCESS", "canary-secret", null, credential);
        EndLeft(left);
    }

    [UnixTheory]
    [InlineData("sleep 60 & echo $! > '{0}'; exit 3", "CredentialProcessFailed")]
    [InlineData("sleep 60 & echo $! > '{0}'; echo '{{'", "CredentialProcessTimedOut")]
    [InlineData("{{ while echo noise; do :; done; }} & echo $! > '{0}'", "CredentialProcessOutputInvalid")]
    public void A_program_that_leaves_another_and_no_credential_is_an_error(string commandLine, string id)
    {
        string left = Path.Combine(_machine.Home, "left");
        _machine.TimeLimit = TimeSpan.FromSeconds(id == "CredentialProcessTimedOut" ? 1 : 60);

        _ = Guarded.Run(() => Unavailable.As(id, () => Run(string.Format(CultureInfo.InvariantCulture, commandLine, left))));

        EndLeft(left);
    }

    private static void EndLeft(string file)
    {
        using Process left = Process.GetProcessById(int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
        left.Kill();
    }

    private AwsCredential Run(string commandLine) => CredentialProcess.Run(commandLine, "The profile 'dev'", _machine.Context);

    private AwsCredential RunPrinting(string output) => Run($"cat '{_machine.Write("output", output)}'");

    private void CheckInvalid(string output, string word)
    {
        string path = _machine.Write("output", output);
        Finding finding = Unavailable.As("CredentialProcessOutputInvalid", "cat", () => Run($"cat '{path}'"));

        Assert.StartsWith("The profile 'dev' ", finding.Message, StringComparison.Ordinal);
        Assert.Contains(word, finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AKIDPROCESS", finding.ToString(), StringComparison.Ordinal);
    }

    // A script is run by sh, not by itself: a file that was just written cannot be, while another thread starts a process.
    private string Script(string body, string name = "script.sh") => _machine.Write(name, body + "\n");

    private void CheckStopped(string commandLine, string begun)
    {
        using CancellationTokenSource stop = new();
        _machine.TimeLimit = TimeSpan.FromMinutes(2);
        _machine.Cancellation = stop.Token;
        Thread stopper = new(() =>
        {
            Stopwatch wait = Stopwatch.StartNew();
            while (!File.Exists(begun) && wait.Elapsed < SoonEnough)
            {
                Thread.Sleep(20);
            }

            Thread.Sleep(200);
            stop.Cancel();
        });
        stopper.Start();
        Stopwatch clock = Stopwatch.StartNew();
        OperationCanceledException exception = Assert.ThrowsAny<OperationCanceledException>(() => Run(commandLine));
        stopper.Join();

        Assert.True(File.Exists(begun));
        Assert.True(clock.Elapsed < SoonEnough, clock.Elapsed.ToString());
        Unavailable.CheckNothingSecret(exception);
    }

    // A process that lives writes on; one that is gone may stay in the list of processes, so that is no proof.
    private static void CheckSilence(string beats)
    {
        Stopwatch clock = Stopwatch.StartNew();
        long last = -1;
        while (new FileInfo(beats).Length is long length && length != last)
        {
            Assert.True(clock.Elapsed < SoonEnough, "A child lives on.");
            last = length;
            Thread.Sleep(400);
        }

        Assert.True(last > 0);
    }
}
