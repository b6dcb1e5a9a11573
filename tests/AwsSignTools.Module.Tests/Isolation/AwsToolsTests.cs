using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>
/// Profiles that only the AWS SDK for .NET reads, asked of AWS.Tools.Common: a module of that name over a real AWSSDK.Core stands for it.
/// </summary>
public sealed class AwsToolsTests : IDisposable
{
    private const string SignAs = $$"""

        function SignAs($name, [hashtable] $more = @{}) {
            try { 'url=' + ({{Sample.ViewerUrl}} -ProfileName $name @more) }
            catch { 'error=' + $_.FullyQualifiedErrorId.Split(',')[0]; 'message=' + $_.ErrorDetails.Message + ' ' + $_.ErrorDetails.RecommendedAction; 'all=' + ($_.Exception.ToString() -replace '\s+', ' ') }
        }

        """;

    private const string ListModules = "\n'modules=' + @(Get-Module -Name AWS.Tools.Common).Count\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("awssigntools-").FullName;
    private readonly EnvironmentScope _environment;

    public AwsToolsTests()
    {
        _ = Directory.CreateDirectory(Path.Combine(_folder, "AWSToolkit"));
        File.WriteAllText(
            Path.Combine(_folder, "AWSToolkit", "RegisteredAccounts.json"),
            """{"0f5b":{"AWSAccessKey":"01000000D08C9DDF","AWSSecretKey":"01000000D08C9DDF","ProfileType":"AWS","DisplayName":"stored","Region":"eu-west-1"}}""");
        string credentials = Path.Combine(_folder, "credentials");
        File.WriteAllText(credentials, string.Concat(
            ((string[])["saml", "broken", "slow", "nothing", "text"]).Select(n => $"[{n}]\nendpoint_name = corp\nrole_arn = arn:aws:iam::123456789012:role/x\n")));
        _environment = EnvironmentScope.WithoutCredentials(
            ("AWS_SHARED_CREDENTIALS_FILE", credentials),
            ("LOCALAPPDATA", _folder),
            ("PSModulePath", Path.Combine(_folder, "modules") + Path.PathSeparator + Environment.GetEnvironmentVariable("PSModulePath")));
    }

    public static IEnumerable<object[]> Versions => TheirSdk.Versions.Select(v => new object[] { v });

    public void Dispose()
    {
        _environment.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task What_Get_AWSCredential_returns_signs_and_the_session_has_no_module_more(string version)
    {
        Install("modules", version);
        ShellResult result = (await TestShell.Run(
            TestShell.ImportModule + SignAs + "SignAs saml\nSignAs stored\nSignAs saml @{ ProfileLocation = '" + Path.Combine(_folder, "credentials") + "' }\n" + ListModules)).WithoutErrors();

        Assert.Empty(result.Values("message"));
        AssertSigned(result.Values("url")[0], "saml", "none");
        AssertSigned(result.Values("url")[1], "stored", "none");
        AssertSigned(result.Values("url")[2], "saml", Path.Combine(_folder, "credentials"));
        Assert.Equal("0", result.Value("modules"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_module_that_the_session_imported_from_elsewhere_serves_before_or_after_ours(bool theirsFirst)
    {
        string import = $"\nImport-Module '{Path.Combine(Install("elsewhere", "4.0.3.3"), "AWS.Tools.Common.psd1")}'\n";
        ShellResult result = (await TestShell.Run(
            (theirsFirst ? import + TestShell.ImportModule : TestShell.ImportModule + import) + SignAs + "SignAs saml\n" + ListModules)).WithoutErrors();

        Assert.Empty(result.Values("message"));
        AssertSigned(result.Value("url"), "saml", "none");
        Assert.Equal("1", result.Value("modules"));
    }

    [Fact]
    public async Task Without_it_the_refusal_says_how_to_get_it()
    {
        ShellResult result = (await TestShell.Run(TestShell.ImportModule + SignAs + "SignAs saml\nSignAs stored\n")).WithoutErrors();

        Assert.Empty(result.Values("url"));
        Assert.Equal(["ProfileUnsupported", "ProfileUnsupported"], result.Values("error"));
        Assert.All(result.Values("message"), m => Assert.Contains("Install-PSResource AWS.Tools.Common", m, StringComparison.Ordinal));
        Assert.Contains("endpoint_name", result.Values("message")[0], StringComparison.Ordinal);
        Assert.Contains("RegisteredAccounts.json", result.Values("message")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_failures_are_told_without_their_words_and_within_the_time()
    {
        Install("modules", "4.0.100.2");
        ShellResult result = (await TestShell.Run(
            TestShell.ImportModule + SignAs + "SignAs broken\nSignAs nothing\nSignAs text\nSignAs slow @{ CredentialTimeoutSec = 1 }\n")).WithoutErrors();

        Assert.Empty(result.Values("url"));
        Assert.Equal(["CredentialUnavailable", "CredentialUnavailable", "CredentialObjectInvalid", "CredentialUnavailable"], result.Values("error"));
        Assert.Contains("failed with", result.Values("message")[0], StringComparison.Ordinal);
        Assert.Contains("returned none", result.Values("message")[1], StringComparison.Ordinal);
        Assert.Contains("within 1 s", result.Values("message")[3], StringComparison.Ordinal);
        Assert.All(result.Lines, l => Assert.DoesNotContain("canary", l, StringComparison.Ordinal));
    }

    private static void AssertSigned(string url, string profile, string location)
    {
        Assert.Equal("ASIASTANDIN", SigV4Verifier.Query(url)["X-Amz-Credential"].Split('/')[0]);
        Assert.True(SigV4Verifier.IsSignedBy(url, $"{profile}|{location}"), url);
    }

    private string Install(string folder, string version)
    {
        string module = Path.Combine(_folder, folder, "AWS.Tools.Common");
        _ = Directory.CreateDirectory(module);
        File.WriteAllText(
            Path.Combine(module, "AWS.Tools.Common.psd1"),
            "@{ RootModule = 'AWS.Tools.Common.psm1'; ModuleVersion = '9.9.9'; FunctionsToExport = @('Get-AWSCredential'); CmdletsToExport = @(); AliasesToExport = @() }");
        File.WriteAllText(
            Path.Combine(module, "AWS.Tools.Common.psm1"),
            $$"""
            $null = [System.Reflection.Assembly]::LoadFrom('{{TheirSdk.Core(version)}}')
            function Get-AWSCredential {
                param([string] $ProfileName, [string] $ProfileLocation)
                if ($ProfileName -eq 'broken') { throw 'canary: what it was made of' }
                if ($ProfileName -eq 'slow') { [System.Threading.Thread]::Sleep(4000) }
                if ($ProfileName -eq 'nothing') { return }
                if ($ProfileName -eq 'text') { return 'canary' }
                $place = if ($ProfileLocation) { $ProfileLocation } else { 'none' }
                [Amazon.Runtime.SessionAWSCredentials]::new('ASIASTANDIN', "$ProfileName|$place", 'token')
            }
            """);
        return module;
    }
}
