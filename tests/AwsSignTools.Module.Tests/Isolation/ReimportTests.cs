using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>The SDK is loaded once for a process, however often the module is imported and wherever it is used at the same time.</summary>
public sealed class ReimportTests : IDisposable
{
    private const string SignAsOne = "'url=' + (" + Sample.ViewerUrl + " -ProfileName one)\n";
    private const string CountContexts = "'contexts=' + @(@([System.Runtime.Loader.AssemblyLoadContext]::All.Name) -eq 'AwsSignTools.Sdk').Count\n";

    private readonly LoopbackSts _sts = new();

    public void Dispose() => _sts.Dispose();

    [Fact]
    public async Task Imported_again_and_again_the_module_has_one_SDK()
    {
        ShellResult result = (await TestShell.Run(
            TestShell.ImportModule + SignAsOne + SignAsOne
            + TestShell.ImportModule.TrimEnd() + " -Force\n" + SignAsOne
            + "Remove-Module AwsSignTools\n" + TestShell.ImportModule + SignAsOne
            + CountContexts + LoadedAssembly.List)).WithoutErrors();

        Assert.Equal(4, result.Values("url").Count);
        Assert.All(result.Values("url"), u => Assert.True(SigV4Verifier.IsSignedBy(u, LoopbackSts.SecretKeyOf("one"))));
        AssertOneSdk(result);

        // The role's credential is kept for the second, and forgotten with the removal; -Force removes the cmdlets only in some engines.
        Assert.InRange(_sts.Asked.Count, 2, 3);
        Assert.All(_sts.Asked, a => Assert.Equal($"{LoopbackSts.SourceKey} one", a));
    }

    [Fact]
    public async Task Ten_runspaces_at_once_have_one_SDK()
    {
        // Each asks for a role of its own, so that each needs the SDK at the same moment; then all for the same one.
        const string Script = $$"""

            $start = [System.Threading.Barrier]::new(10)
            $jobs = foreach ($i in 0..9) {
                $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
                $runspace.Open()
                $shell = [powershell]::Create($runspace)
                $null = $shell.AddScript({
                    param($folder, $start, $i)
                    Import-Module $folder
                    $null = $start.SignalAndWait(30000)
                    'role=' + ({{Sample.ViewerUrl}} -ProfileName "role$i")
                    $null = $start.SignalAndWait(30000)
                    'one=' + ({{Sample.ViewerUrl}} -ProfileName one)
                }.ToString()).AddArgument($folder).AddArgument($start).AddArgument($i)
                @{ Shell = $shell; Result = $shell.BeginInvoke() }
            }
            foreach ($job in $jobs) {
                $job.Shell.EndInvoke($job.Result)
                foreach ($e in $job.Shell.Streams.Error) { throw $e }
            }

            """;
        ShellResult result = (await TestShell.Run(
            $"$folder = '{StagedModule.Folder}'" + Script + CountContexts + LoadedAssembly.List)).WithoutErrors();

        Assert.Equal(10, result.Values("role").Count);
        Assert.All(
            result.Values("role").Select((u, i) => (Url: u, Role: "role" + i)),
            r => Assert.True(SigV4Verifier.IsSignedBy(r.Url, LoopbackSts.SecretKeyOf(r.Role))));
        Assert.Equal(10, result.Values("one").Count);
        Assert.All(result.Values("one"), u => Assert.True(SigV4Verifier.IsSignedBy(u, LoopbackSts.SecretKeyOf("one"))));
        Assert.Equal(
            ((string[])["one", .. Enumerable.Range(0, 10).Select(i => "role" + i)]).Select(r => $"{LoopbackSts.SourceKey} {r}"),
            _sts.Asked.Order(StringComparer.Ordinal));
        AssertOneSdk(result);
    }

    private static void AssertOneSdk(ShellResult result)
    {
        Assert.Equal(StagedModule.Build == "net8.0" ? "1" : "0", result.Value("contexts"));
        IReadOnlyList<LoadedAssembly> loaded = result.Listings.Single();
        Assert.Equal(
            ["AWSSDK.Core", "AwsSignTools", "AwsSignTools.AWSSDK.SecurityToken", "AwsSignTools.Core", "AwsSignTools.Sdk"],
            loaded.Select(a => a.Name).Order(StringComparer.Ordinal));
    }
}
