using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Amazon;
using Amazon.Runtime;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Foreign;

/// <summary>Credentials that other modules and programs made: AWSCredentials of the AWS SDK, what AWS.Tools keeps, what STS and SSO answer.</summary>
public sealed class ForeignCredentialTests : IDisposable
{
    private const string Canary = "CANARYsecretCANARY";

    // A day, so that the credential ends first; which is warned of, but that is not looked at here.
    private const string Url = Sample.ViewerUrl + " -ExpiresIn 86400 -WarningAction Ignore";

    private static readonly DateTimeOffset End = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds());

    private readonly PowerShellSession _session = new();
    private readonly ManualResetEventSlim _hang = new();

    // Keys that nothing may fall through to.
    private readonly EnvironmentScope _environment = EnvironmentScope.WithoutCredentials(("AWS_ACCESS_KEY_ID", "FROMENV"), ("AWS_SECRET_ACCESS_KEY", "env"));

    public static IEnumerable<object[]> Objects()
    {
        const string Keys = "\"AccessKeyId\": \"ASIAONE\", \"SecretAccessKey\": \"one\", \"SessionToken\": \"token\"";
        string moment = End.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        StsCredentials sts = new() { AccessKeyId = "ASIAONE", SecretAccessKey = "one", SessionToken = "token", Expiration = End.UtcDateTime };
        RoleCredentials sso = new() { AccessKeyId = "ASIAONE", SecretAccessKey = "one", SessionToken = "token", Expiration = End.ToUnixTimeMilliseconds() };
        string exported = $$"""{ "Version": 1, {{Keys}}, "Expiration": "{{moment}}" }""";
        (string Name, object Value, bool HasEnd)[] objects =
        [
            ("SessionAWSCredentials", new SessionAWSCredentials("ASIAONE", "one", "token"), false),
            ("a class of somebody's own", new ForeignCredentials(One), false),
            ("one that waits", new AsyncForeignCredentials(async () => { await Task.Yield(); return One(); }), false),
            ("ImmutableCredentials", One(), false),
            ("the session object, property not public", SessionObject.WithProperty(new ForeignCredentials(One), MethodAttributes.Assembly), false),
            ("the session object, property private", SessionObject.WithProperty(new ForeignCredentials(One), MethodAttributes.Private), false),
            ("the session object, property public", SessionObject.WithProperty(new ForeignCredentials(One), MethodAttributes.Public), false),
            ("the session object, a field", SessionObject.WithField(new ForeignCredentials(One)), false),
            ("the session object with what STS answers", SessionObject.WithProperty(sts, MethodAttributes.Assembly), true),
            ("what STS answers", sts, true),
            ("what Use-STSRole answers", new { Credentials = sts, AssumedRoleUser = new { Arn = "arn" } }, true),
            ("what SSO answers", sso, true),
            ("the whole of what SSO answers", new { RoleCredentials = sso }, true),
            ("aws configure export-credentials", exported, true),
            ("its lines", exported.Split(',').Select((l, i) => (object)(i == 0 ? l : "," + l)).ToArray(), true),
            ("aws sts assume-role", $$"""{ "Credentials": { {{Keys}}, "Expiration": "{{moment}}" }, "AssumedRoleUser": { "Arn": "arn", "Tags": [ 1 ] } }""", true),
            ("aws sso get-role-credentials", $$"""
                { "roleCredentials": {
                    "accessKeyId": "ASIAONE", "secretAccessKey": "one", "sessionToken": "token", "expiration": {{End.ToUnixTimeMilliseconds()}} } }
                """, true),
            ("with an end that never comes", new { AccessKeyId = "ASIAONE", SecretAccessKey = "one", SessionToken = "token", Expiration = DateTime.MaxValue }, false),
        ];
        return objects.Select(o => new object[] { o.Name, o.Value, o.HasEnd });
    }

    public static IEnumerable<object[]> Failures()
    {
        (object Value, string Says)[] failures =
        [
            (new ForeignCredentials(() => throw new InvalidOperationException(Canary)), "failed with InvalidOperationException"),
            (new ForeignCredentials(() => throw new AmazonClientException(Canary, new TimeoutException(Canary))), "failed with TimeoutException"),
            (new ForeignCredentials(() => throw new RuntimeException(Canary)), "failed with RuntimeException"),
            (new AsyncForeignCredentials(() => throw new InvalidOperationException(Canary)), "failed with InvalidOperationException"),
            (new AsyncForeignCredentials(() => Task.FromException<ImmutableCredentials>(new AmazonClientException(Canary))), "failed with AmazonClientException"),
            (new AsyncForeignCredentials(() => Task.FromCanceled<ImmutableCredentials>(new CancellationToken(canceled: true))), "failed with TaskCanceledException"),
            (new ForeignCredentials(() => null), "anonymous"),
            (new AnonymousAWSCredentials(), "anonymous"),
            (new RefreshingForeignCredentials(TimeSpan.FromMinutes(-5)), "failed with AmazonClientException"),
            (new FailingObject(Canary), "one of its properties fails"),
            (new { Credentials = new FailingObject(Canary) }, "one of its properties fails"),
            (SessionObject.WithProperty(new ForeignCredentials(() => throw new InvalidOperationException(Canary)), MethodAttributes.Assembly), "failed with InvalidOperationException"),
            (SessionObject.WithFailingProperty(Canary), "one of its properties fails"),
        ];
        return failures.Select(f => new object[] { f.Value, f.Says });
    }

    public static IEnumerable<object[]> NoCredentials() => ((object[])
    [
        "{", "[]", "null", "{}", "{ \"Credentials\": null }", "{ \"Credentials\": [] }", "{ \"Credentials\": { \"Credentials\": {} } }",
        "{ \"SecretAccessKey\": \"" + Canary, Canary, "{ \"AccessKeyId\": { \"a\": 1 } }", "{ '" + Canary + "' }",
        new object[] { "{", Canary }, new object[] { 1, Canary }, Array.Empty<object>(), 5, new { Password = Canary },
        SessionObject.WithProperty(null, MethodAttributes.Assembly),
    ]).Select(o => new[] { o });

    public void Dispose()
    {
        _hang.Set();
        _environment.Dispose();
        _session.Dispose();
        _hang.Dispose();
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Each_signs_as_the_parameter_and_as_the_sessions_variable(string name, object credential, bool hasEnd)
    {
        _ = name;
        string[] scripts = [$"param($credential) {Url} -Credential $credential", $"param($credential) $StoredAWSCredentials = $credential; {Url}"];
        foreach (string script in scripts)
        {
            PSObject url = _session.Single(script, credential);

            AssertSigned(url.ToString(), "ASIAONE", "one", "token");
            OutputObject output = new(url);
            Assert.Equal(hasEnd ? End : output.Moment("ExpiresAt"), output.Moment("EffectiveExpiresAt"));
        }
    }

    [Fact]
    public void A_key_without_a_token_signs()
    {
        AssertSigned(_session.Single($"param($credential) {Url} -Credential $credential", new BasicAWSCredentials("AKIABASIC", "basic")).ToString(), "AKIABASIC", "basic", null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void The_end_of_one_that_renews_itself_is_the_true_one_and_not_that_less_the_SDKs_margin(int margin)
    {
        RefreshingForeignCredentials credential = new(TimeSpan.FromMinutes(30)) { ExpirationBuffer = TimeSpan.FromMinutes(margin) };

        OutputObject url = new(_session.Single($"param($credential) {Url} -Credential $credential", credential));

        Assert.Equal(credential.End, url.Moment("EffectiveExpiresAt").UtcDateTime);
        Assert.Equal(credential.End - TimeSpan.FromMinutes(margin), credential.Expiration);
        Assert.Equal(1, credential.Asked);
    }

    [Fact]
    public void One_is_asked_once_for_a_pipeline_and_not_before_there_is_a_record()
    {
        ForeignCredentials credential = new(One);
        const string Command = $"New-KvsSignedUrl -Endpoint {Sample.ViewerEndpoint} -ChannelArn {Sample.ChannelArn} -Credential $credential";

        Assert.Empty(_session.Output($"param($credential) $none = [object[]]@(); $none | {Command}", credential));
        Assert.NotNull(_session.Run($"param($credential) {Command} -ExpiresIn never", credential).Error);
        Assert.NotNull(_session.Run($"param($credential) {Command} -NoSuchParameter", credential).Error);
        Assert.Equal(0, credential.Asked);

        Assert.Equal(3, _session.Output($"param($credential) 'a', 'b', 'c' | ForEach-Object {{ [pscustomobject]@{{ ClientId = $_ }} }} | {Command}", credential).Count);
        Assert.Equal(1, credential.Asked);
    }

    [Fact]
    public void One_is_asked_again_in_a_pipeline_that_outlasts_it()
    {
        // The SDK's own margin would renew it at once.
        RefreshingForeignCredentials credential = new(TimeSpan.FromSeconds(3)) { ExpirationBuffer = TimeSpan.Zero };

        IReadOnlyList<PSObject> urls = _session.Output(
            $$"""
            param($credential)
            & {
                [pscustomobject]@{ ClientId = 'a' }
                [System.Threading.Thread]::Sleep(3100)
                [pscustomobject]@{ ClientId = 'b' }
            } | New-KvsSignedUrl -Endpoint {{Sample.ViewerEndpoint}} -ChannelArn {{Sample.ChannelArn}} -Credential $credential -WarningAction Ignore
            """,
            credential);

        Assert.Equal(["ASIA1", "ASIA2"], urls.Select(u => SigV4Verifier.Query(u.ToString())["X-Amz-Credential"].Split('/')[0]));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void The_failure_of_one_ends_the_pipeline_says_what_to_do_and_shows_nothing_of_it(object credential, string says)
    {
        string[] scripts =
        [
            $"param($credential) try {{ {Url} -Credential $credential; 'went on' }} catch {{ $_ }}",
            $"param($credential) $StoredAWSCredentials = $credential; try {{ {Url}; 'went on' }} catch {{ $_ }}",
        ];
        foreach (string script in scripts)
        {
            ErrorRecord error = Assert.IsType<ErrorRecord>(_session.Run(script, credential).Output.Single().BaseObject);

            AssertUnavailable(error, says);
        }
    }

    [Theory]
    [MemberData(nameof(NoCredentials))]
    public void What_is_no_credential_is_refused_in_words_and_not_shown(object value)
    {
        ScriptResult result = _session.Run($"param($credential) {Url} -Credential $credential", value);

        Assert.Empty(result.Output);
        Assert.StartsWith(value is string text && text.Contains("AccessKeyId", StringComparison.Ordinal) ? "CredentialIncomplete," : "CredentialObjectInvalid,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(result.Error.ErrorDetails.RecommendedAction);
        AssertHidden(result.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_that_does_not_answer_is_waited_for_no_longer_than_told(bool waits)
    {
        AWSCredentials credential = waits
            ? new AsyncForeignCredentials(() => Task.Run(Hang))
            : new ForeignCredentials(Hang);

        ErrorRecord error = _session.Run($"param($credential) {Url} -Credential $credential -CredentialTimeoutSec 1", credential).Error;

        AssertUnavailable(error, "did not answer within 1 s");
    }

    [Theory]
    [InlineData("async")]
    [InlineData("sync")]
    [InlineData("script")]
    public void One_that_does_not_answer_is_stopped_by_Ctrl_C(string kind)
    {
        using ManualResetEventSlim asked = new();
        ImmutableCredentials HangOnce()
        {
            asked.Set();
            return Hang();
        }

        object credential = kind switch
        {
            "async" => new AsyncForeignCredentials(() => Task.Run(HangOnce)),
            "sync" => new ForeignCredentials(HangOnce),
            _ => asked,
        };
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        _ = shell.AddScript($$"""
            param($credential)
            Import-Module '{{StagedModule.Folder}}'
            class Hanging : Amazon.Runtime.AWSCredentials {
                $Asked
                [Amazon.Runtime.ImmutableCredentials] GetCredentials() { $this.Asked.Set(); while ($true) { [System.Threading.Thread]::Sleep(10) }; return $null }
            }
            if ($credential -isnot [Amazon.Runtime.AWSCredentials]) { $credential = [Hanging]@{ Asked = $credential } }
            try { {{Url}} -Credential $credential } catch { 'caught' }
            'went on'
            """).AddArgument(credential);
        using PSDataCollection<PSObject> output = [];
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(input: null, output);
        Assert.True(asked.Wait(TimeSpan.FromSeconds(30)), "It was not asked.");

        Assert.True(shell.BeginStop(null, null).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)), "It was not stopped.");

        _ = Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(output);
        Assert.Empty(shell.Streams.Error);
    }

    [Theory]
    [InlineData("return [Amazon.Runtime.ImmutableCredentials]::new('ASIAONE', 'one', 'token')", null)]
    [InlineData("throw '" + Canary + "'", "failed with RuntimeException")]
    [InlineData("return $null", "anonymous")]
    public void A_class_of_PowerShells_is_asked_in_its_own_runspace(string body, string? failure)
    {
        // The type is the tests' own AWSSDK.Core, which has to be loaded for PowerShell to find it.
        _ = One();
        string script = $$"""
            class Mine : Amazon.Runtime.AWSCredentials {
                [Amazon.Runtime.ImmutableCredentials] GetCredentials() { $global:askedOn = [System.Environment]::CurrentManagedThreadId; {{body}} }
            }
            {{Url}} -Credential ([Mine]::new())
            """;

        ScriptResult result = _session.Run(script);

        Assert.Equal(Environment.CurrentManagedThreadId, _session.Single("$askedOn").BaseObject);
        if (failure is null)
        {
            AssertSigned(result.WithoutErrors().Output.Single().ToString(), "ASIAONE", "one", "token");
        }
        else
        {
            AssertUnavailable(result.Error, failure);
        }
    }

    [Fact]
    public void A_script_property_that_fails_is_a_failure_of_the_credential()
    {
        PSObject credential = new();
        credential.Properties.Add(new PSNoteProperty("AccessKeyId", "AKIDSCRIPT"));
        credential.Properties.Add(new PSScriptProperty("SecretAccessKey", ScriptBlock.Create($"throw '{Canary}'")));

        AssertUnavailable(_session.Run($"param($credential) {Url} -Credential $credential", credential).Error, "one of its properties fails");
    }

    [Fact]
    public void The_sessions_region_is_text_or_the_SDKs_object()
    {
        const string Frame = "param($region) $StoredAWSRegion = $region; 'x' | ConvertTo-EventStreamFrame " + Sample.Keys
            + " -Service transcribe -SigningTime 20260102T030405Z -PriorSignature " + Sample.Seed;
        object SignatureIn(object? region, string parameters = "") => _session.Single(Frame + parameters, region).Properties["Signature"].Value;
        object expected = SignatureIn(null, " -Region eu-west-3");

        Assert.Equal(expected, SignatureIn("eu-west-3"));
        Assert.Equal(expected, SignatureIn(RegionEndpoint.EUWest3));
        Assert.Equal(expected, SignatureIn(new { SystemName = "eu-west-3" }));
        Assert.NotEqual(expected, SignatureIn(RegionEndpoint.EUWest3, " -Region eu-west-2"));
    }

    private static ImmutableCredentials One() => new("ASIAONE", "one", "token");

    private ImmutableCredentials Hang()
    {
        _ = _hang.Wait(TimeSpan.FromMinutes(1));
        return One();
    }

    private static void AssertSigned(string url, string accessKey, string secretKey, string? token)
    {
        IReadOnlyDictionary<string, string> query = SigV4Verifier.Query(url);
        Assert.Equal(accessKey, query["X-Amz-Credential"].Split('/')[0]);
        Assert.Equal(token, query.GetValueOrDefault("X-Amz-Security-Token"));
        Assert.True(SigV4Verifier.IsSignedBy(url, secretKey), url);
    }

    private static void AssertUnavailable(ErrorRecord error, string says)
    {
        Assert.StartsWith("CredentialUnavailable,AwsSignTools.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        Assert.Contains(says, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        AssertHidden(error);
    }

    private static void AssertHidden(ErrorRecord error)
    {
        for (Exception? exception = error.Exception; exception is not null; exception = exception.InnerException)
        {
            Assert.DoesNotContain(Canary, exception.Message + exception.Data.Values.Cast<object>().FirstOrDefault(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            Canary, $"{error} {error.Exception} {error.TargetObject} {error.CategoryInfo} {error.ErrorDetails?.Message} {error.ErrorDetails?.RecommendedAction}", StringComparison.Ordinal);
    }
}
