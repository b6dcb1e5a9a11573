using System;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>The module is loaded once for a process, however often it is imported and wherever it is used at the same time.</summary>
public sealed class ReimportTests : IDisposable
{
    private const string SignAsOne = "'url=' + (" + Sample.ViewerUrl + " -ProfileName one)\n";

    private readonly LoopbackSts _sts = new();

    public void Dispose() => _sts.Dispose();

    [Fact]
    public async Task Imported_again_and_again_it_is_loaded_once()
    {
        ShellResult result = (await TestShell.Run(
            TestShell.ImportModule + SignAsOne + SignAsOne
            + TestShell.ImportModule.TrimEnd() + " -Force\n" + SignAsOne
            + "Remove-Module AwsSignTools\n" + TestShell.ImportModule + SignAsOne
            + LoadedAssembly.List)).WithoutErrors();

        Assert.Equal(4, result.Values("url").Count);
        Assert.All(result.Values("url"), u => Assert.True(SigV4Verifier.IsSignedBy(u, LoopbackSts.SecretKeyOf("one"))));
        AssertLoadedOnce(result);

        // The role's credential is kept for the second, and forgotten with the removal; -Force removes the cmdlets only in some engines.
        Assert.InRange(_sts.Asked.Count, 2, 3);
        Assert.All(_sts.Asked, a => Assert.Equal($"{LoopbackSts.SourceKey} one", a));
    }

    [Fact]
    public async Task Ten_runspaces_at_once_ask_for_each_role_once()
    {
        // Each asks for a role of its own, all at the same time; then all for the same one.
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
            $"$folder = '{StagedModule.Folder}'" + Script + LoadedAssembly.List)).WithoutErrors();

        Assert.Equal(10, result.Values("role").Count);
        Assert.All(
            result.Values("role").Select((u, i) => (Url: u, Role: "role" + i)),
            r => Assert.True(SigV4Verifier.IsSignedBy(r.Url, LoopbackSts.SecretKeyOf(r.Role))));
        Assert.Equal(10, result.Values("one").Count);
        Assert.All(result.Values("one"), u => Assert.True(SigV4Verifier.IsSignedBy(u, LoopbackSts.SecretKeyOf("one"))));
        Assert.Equal(
            ((string[])["one", .. Enumerable.Range(0, 10).Select(i => "role" + i)]).Select(r => $"{LoopbackSts.SourceKey} {r}"),
            _sts.Asked.Order(StringComparer.Ordinal));
        AssertLoadedOnce(result);
    }

    private static void AssertLoadedOnce(ShellResult result) => Assert.Equal(
        ["AwsSignTools", "AwsSignTools.Core"],
        result.Listings.Single().Select(a => a.Name).Order(StringComparer.Ordinal));
}
