using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>
/// The AWS SDK that another module has loaded, of either major and before or after ours: it signs its own calls and finds its own assemblies, its
/// credentials sign ours, and nothing of ours is named AWSSDK.
/// </summary>
public sealed class NeighbourTests : IDisposable
{
    private const string SignWithKeys = "'url=' + (" + Sample.ViewerUrl + " " + Sample.Keys + ")\n";

    // In a script block of its own: a class is compiled before the script that has it runs, when there is no SDK yet.
    private const string SignWithTheirs = """

        $basic = [Amazon.Runtime.BasicAWSCredentials]::new('AKIABASIC', 'basic')
        $session = [Amazon.Runtime.SessionAWSCredentials]::new('ASIASESSION', 'session', 'token')
        . ([scriptblock]::Create(@'
            class Refreshing : Amazon.Runtime.RefreshingAWSCredentials {
                [int] $Asked
                [Amazon.Runtime.RefreshingAWSCredentials+CredentialsRefreshState] GenerateNewCredentials() {
                    $this.Asked++
                    $keys = [Amazon.Runtime.ImmutableCredentials]::new('ASIAREFRESHING', 'refreshing', 'token')
                    return [Amazon.Runtime.RefreshingAWSCredentials+CredentialsRefreshState]::new($keys, $script:end)
                }
            }
        '@))
        $script:end = [datetime]::UtcNow.AddMinutes(30)
        $refreshing = [Refreshing]::new()
        $refreshing.PreemptExpiryTime = [timespan]::FromMinutes(7)
        foreach ($credential in $basic, $session, $refreshing) {
            $signed = $sign.Invoke($credential)[0]
            'url=' + $signed
        }
        'asked=' + $refreshing.Asked
        'end=' + $script:end.ToString('o')
        'effective=' + $signed.EffectiveExpiresAt.UtcDateTime.ToString('o')
        'type=' + [Amazon.Runtime.AWSCredentials].Assembly.Location

        """;

    private const string Sign = "\n$sign = { param($credential) " + Sample.ViewerUrl + " -Credential $credential -ExpiresIn 3600 -WarningAction Ignore }\n";

    private const string SignAsOne = "'one=' + (" + Sample.ViewerUrl + " -ProfileName one)\n";

    // Their client of STS, and the role's credential as it answered.
    private const string AskWithTheirs = """

        $config = [Amazon.SecurityToken.AmazonSecurityTokenServiceConfig]::new()
        $config.ServiceURL = [Environment]::GetEnvironmentVariable('AWS_ENDPOINT_URL_STS')
        $config.AuthenticationRegion = 'us-west-2'
        $client = [Amazon.SecurityToken.AmazonSecurityTokenServiceClient]::new([Amazon.Runtime.BasicAWSCredentials]::new('AKIATHEIRS', 'theirs'), $config)
        $request = [Amazon.SecurityToken.Model.AssumeRoleRequest]::new()
        $request.RoleArn = 'arn:aws:iam::123456789012:role/two'
        $request.RoleSessionName = 'theirs'
        $answer = $client.AssumeRoleAsync($request, [System.Threading.CancellationToken]::None).GetAwaiter().GetResult()
        'two=' + $sign.Invoke($answer.Credentials)[0]

        """;

    // A role profile as AWS.Tools resolves it: their AWSSDK.Core looks for its AWSSDK.SecurityToken by the bare name, in whatever load context.
    private const string ResolveWithTheirs = """

        $profiles = [Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain]::new()
        [Amazon.Runtime.AWSCredentials] $role = $null
        if (-not $profiles.TryGetAWSCredentials('role3', [ref] $role)) { throw 'They have no such profile.' }
        'theirs=' + $role.GetType().FullName + ' ' + $role.GetCredentials().AccessKey
        'three=' + $sign.Invoke($role)[0]

        """;

    private readonly LoopbackSts _sts = new();

    public static IEnumerable<object[]> Cases() => TheirSdk.Versions.SelectMany(v => (object[][])[[v, true], [v, false]]);

    public void Dispose() => _sts.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Their_SDK_and_ours_sign_their_own_calls_and_take_each_others_credentials(string version, bool theirsFirst)
    {
        string theirs = TheirSdk.Load(TheirSdk.Core(version)) + TheirSdk.Load(TheirSdk.SecurityToken(version));
        string ours = TestShell.ImportModule + SignWithKeys + SignAsOne;
        bool resolvesRoles = version.StartsWith('4');
        ShellResult result = (await TestShell.Run(
            (theirsFirst ? theirs + ours : ours + theirs) + Sign + SignWithTheirs + AskWithTheirs + (resolvesRoles ? ResolveWithTheirs : string.Empty)
            + SignAsOne + LoadedAssembly.List)).WithoutErrors();

        AssertSigned(result.Values("url")[0], Sample.AccessKey, Sample.SecretKey, null);
        AssertSignedWithTheirs([.. result.Values("url").Skip(1)], result, version);
        Assert.All(result.Values("one"), u => AssertSigned(u, LoopbackSts.AccessKeyOf("one"), LoopbackSts.SecretKeyOf("one"), "token-of-one"));
        AssertSigned(result.Value("two"), LoopbackSts.AccessKeyOf("two"), LoopbackSts.SecretKeyOf("two"), "token-of-two");
        List<string> asked = [$"{LoopbackSts.SourceKey} one", "AKIATHEIRS two"];
        if (resolvesRoles)
        {
            Assert.Equal("Amazon.Runtime.AssumeRoleAWSCredentials " + LoopbackSts.AccessKeyOf("role3"), result.Value("theirs"));
            AssertSigned(result.Value("three"), LoopbackSts.AccessKeyOf("role3"), LoopbackSts.SecretKeyOf("role3"), "token-of-role3");
            asked.Add($"{LoopbackSts.SourceKey} role3");
        }

        Assert.Equal(asked, _sts.Asked);

        // Their SDK looks for its clients by name in every load context: there must be none of that name but theirs.
        IReadOnlyList<LoadedAssembly> loaded = result.Listings.Single();
        Assert.Equal(
            [("AWSSDK.Core", TheirSdk.Core(version)), ("AWSSDK.SecurityToken", TheirSdk.SecurityToken(version))],
            loaded.Where(a => a.Name.Contains("AWSSDK", StringComparison.Ordinal)).Select(a => (a.Name, a.Location)).Order());
        AssertOurs(loaded);
    }

    [Fact]
    public async Task No_source_of_a_credential_loads_an_AWS_SDK()
    {
        const string Json = """{ "Version": 1, "AccessKeyId": "AKIDJSON", "SecretAccessKey": "json" }""";
        string[] steps =
        [
            Signing(Sample.Keys),
            Signing("-Credential @{ AccessKeyId = 'AKIDHASH'; SecretAccessKey = 'hash' }"),
            Signing($"-Credential '{Json}'"),
            $"$StoredAWSCredentials = @{{ AccessKeyId = 'AKIDSTORED'; SecretAccessKey = 'stored' }}; {Signing(string.Empty)}; $StoredAWSCredentials = $null",
            Signing("-ProfileName static"),
            $"try {{ {Signing("-ProfileName nowhere")} }} catch {{ 'url=' + $_.FullyQualifiedErrorId.Split(',')[0] }}",
            Completing("New-KvsSignedUrl -ProfileName o"),
            Completing("New-KvsSignedUrl -Region eu-west-3"),
            "[Environment]::SetEnvironmentVariable('AWS_ACCESS_KEY_ID', 'AKIDENV'); [Environment]::SetEnvironmentVariable('AWS_SECRET_ACCESS_KEY', 'env'); " + Signing(string.Empty),
            Signing("-ProfileName one"),
        ];

        ShellResult result = (await TestShell.Run(TestShell.ImportModule + string.Join("\n", steps) + LoadedAssembly.List)).WithoutErrors();

        Assert.Equal(
            [
                Sample.AccessKey, "AKIDHASH", "AKIDJSON", "AKIDSTORED", LoopbackSts.SourceKey, "ProfileNotFound", "one", "eu-west-3",
                "AKIDENV", LoopbackSts.AccessKeyOf("one"),
            ],
            result.Values("url").Select(u => u.Contains('?', StringComparison.Ordinal) ? SigV4Verifier.Query(u)["X-Amz-Credential"].Split('/')[0] : u));
        Assert.DoesNotContain(result.Listings.Single(), a => a.Name.Contains("AWSSDK", StringComparison.Ordinal));
        AssertOurs(result.Listings.Single());
    }

    private static string Signing(string parameters) => $"'url=' + ({Sample.ViewerUrl} {parameters})";

    private static string Completing(string line) =>
        $"$line = '{line}'; 'url=' + [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText";

    private static void AssertSignedWithTheirs(string[] urls, ShellResult result, string version)
    {
        Assert.Equal(3, urls.Length);
        AssertSigned(urls[0], "AKIABASIC", "basic", null);
        AssertSigned(urls[1], "ASIASESSION", "session", "token");
        AssertSigned(urls[2], "ASIAREFRESHING", "refreshing", "token");

        // The true end, which each major keeps another margin from.
        Assert.Equal("1", result.Value("asked"));
        Assert.Equal(Moment(result.Value("end")), Moment(result.Value("effective")));

        // PowerShell's own type literals mean theirs, whatever we have loaded.
        Assert.Equal(TheirSdk.Core(version), result.Value("type"));
    }

    private static void AssertOurs(IReadOnlyList<LoadedAssembly> loaded) => Assert.Equal(
        ["AwsSignTools", "AwsSignTools.Core"],
        loaded.Select(a => a.Name).Where(n => n.StartsWith("AwsSignTools", StringComparison.Ordinal) && n != "AwsSignTools.TestShell").Order(StringComparer.Ordinal));

    private static void AssertSigned(string url, string accessKey, string secretKey, string? token)
    {
        IReadOnlyDictionary<string, string> query = SigV4Verifier.Query(url);
        Assert.Equal(accessKey, query["X-Amz-Credential"].Split('/')[0]);
        Assert.Equal(token, query.GetValueOrDefault("X-Amz-Security-Token"));
        Assert.True(SigV4Verifier.IsSignedBy(url, secretKey), url);
    }

    private static DateTime Moment(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
