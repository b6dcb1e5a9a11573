using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>
/// Our copy of the AWS SDK and the one that another module has loaded, of either major and whichever came first: each stays where it is,
/// in its own version, and both sign.
/// </summary>
public sealed class IsolationTests : IDisposable
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

    private readonly LoopbackSts _sts = new();

    public static IEnumerable<object[]> Cases() => TheirSdk.Versions.SelectMany(v => (object[][])[[v, true], [v, false]]);

    public void Dispose() => _sts.Dispose();

    [BuildTheory("net8.0")]
    [MemberData(nameof(Cases))]
    public async Task A_role_is_assumed_by_our_copy_and_theirs_stays_as_it_is(string version, bool theirsFirst)
    {
        string theirs = TheirSdk.Load(TheirSdk.Core(version));
        const string One = "'url=' + (" + Sample.ViewerUrl + " -ProfileName one)\n";
        const string Two = "'url=' + (" + Sample.ViewerUrl + " -ProfileName two)\n";
        ShellResult result = (await TestShell.Run(
            (theirsFirst ? theirs + TestShell.ImportModule + One : TestShell.ImportModule + One + theirs)
            + Two + LoadedAssembly.List + Sign + SignWithTheirs)).WithoutErrors();

        Assert.Equal([$"{LoopbackSts.SourceKey} one", $"{LoopbackSts.SourceKey} two"], _sts.Asked);
        AssertSigned(result.Values("url")[0], LoopbackSts.AccessKeyOf("one"), LoopbackSts.SecretKeyOf("one"), "token-of-one");
        AssertSigned(result.Values("url")[1], LoopbackSts.AccessKeyOf("two"), LoopbackSts.SecretKeyOf("two"), "token-of-two");
        AssertSignedWithTheirs([.. result.Values("url").Skip(2)], result, version);

        IReadOnlyList<LoadedAssembly> loaded = result.Listings.Single();
        string sdk = Path.Combine(StagedModule.Folder, "bin", "Core", "sdk");
        LoadedAssembly[] cores = [.. loaded.Where(a => a.Name == "AWSSDK.Core")];
        Assert.Equal(2, cores.Length);
        Assert.Contains(new LoadedAssembly("AWSSDK.Core", version, "Default", TheirSdk.Core(version)), cores);
        Assert.Contains(new LoadedAssembly("AWSSDK.Core", TheirSdk.OurVersion, "AwsSignTools.Sdk", Path.Combine(sdk, "AWSSDK.Core.dll")), cores);
        AssertOurs(loaded);

        // Their SDK looks for these by name in every load context: there must be none of that name but theirs.
        Assert.DoesNotContain(loaded, a => a.Name.StartsWith("AWSSDK", StringComparison.Ordinal) && a.Name != "AWSSDK.Core");
        Assert.Equal(
            ["AWSSDK.Core", "AwsSignTools.AWSSDK.SecurityToken", "AwsSignTools.Sdk"],
            loaded.Where(a => a.Context == "AwsSignTools.Sdk").Select(a => a.Name).Order(StringComparer.Ordinal));
        Assert.All(loaded.Where(a => a.Context == "AwsSignTools.Sdk"), a => Assert.Equal(sdk, Path.GetDirectoryName(a.Location)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_credential_of_theirs_signs_and_ours_is_not_loaded(string version, bool theirsFirst)
    {
        string theirs = TheirSdk.Load(TheirSdk.Core(version));
        ShellResult result = (await TestShell.Run(
            (theirsFirst ? theirs + TestShell.ImportModule + SignWithKeys : TestShell.ImportModule + SignWithKeys + theirs)
            + Sign + SignWithTheirs + LoadedAssembly.List)).WithoutErrors();

        Assert.Empty(_sts.Asked);
        AssertSigned(result.Values("url")[0], Sample.AccessKey, Sample.SecretKey, null);
        AssertSignedWithTheirs([.. result.Values("url").Skip(1)], result, version);

        IReadOnlyList<LoadedAssembly> loaded = result.Listings.Single();
        Assert.Equal(
            new LoadedAssembly("AWSSDK.Core", version, "Default", TheirSdk.Core(version)),
            Assert.Single(loaded, a => a.Name.Contains("AWSSDK", StringComparison.Ordinal)));
        Assert.DoesNotContain(loaded, a => a.Name == "AwsSignTools.Sdk");
        AssertOurs(loaded);
    }

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

    private static void AssertOurs(IReadOnlyList<LoadedAssembly> loaded)
    {
        _ = Assert.Single(loaded, a => a.Name == "AwsSignTools");
        _ = Assert.Single(loaded, a => a.Name == "AwsSignTools.Core");
    }

    private static void AssertSigned(string url, string accessKey, string secretKey, string? token)
    {
        IReadOnlyDictionary<string, string> query = SigV4Verifier.Query(url);
        Assert.Equal(accessKey, query["X-Amz-Credential"].Split('/')[0]);
        Assert.Equal(token, query.GetValueOrDefault("X-Amz-Security-Token"));
        Assert.True(SigV4Verifier.IsSignedBy(url, secretKey), url);
    }

    private static DateTime Moment(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
