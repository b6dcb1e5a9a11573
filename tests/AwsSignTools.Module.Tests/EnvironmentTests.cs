using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>The same input gives the same output wherever it runs: in every culture, and in runspaces side by side.</summary>
public class EnvironmentTests
{
    private const string Script = Sample.ViewerUrl + " " + Sample.Keys + " -SigningTime 2026-01-02T03:04:05Z -ExpiresIn 120.0; "
        + Sample.ConnectUrl + " " + Sample.Keys + " -SigningTime 20260102T030405Z -SessionId I-i; "
        + "(ConvertTo-EventStreamFrame 'I' -Header @{ When = [datetimeoffset]'2026-01-02T03:04:05Z'; title = 'I' } " + Sample.Keys
        + " -Region us-east-1 -Service transcribe -SigningTime 2026-01-02T03:04:05Z -PriorSignature " + Sample.Seed + ").Signature";

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    [InlineData("de-DE")]
    public void In_every_culture_the_same_is_signed(string culture)
    {
        string[] expected = Run();
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo beforeUI = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(expected, Run());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.CurrentUICulture = beforeUI;
        }
    }

    [Fact]
    public async Task In_runspaces_side_by_side_the_same_is_signed()
    {
        string[] expected = Run();

        string[][] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, 5).SelectMany(_ => Run()).ToArray(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.All(results, r => Assert.Equal(Enumerable.Repeat(expected, 5).SelectMany(e => e), r));
    }

    private static string[] Run()
    {
        using PowerShellSession session = new();
        IReadOnlyList<System.Management.Automation.PSObject> output = session.Output(Script);
        Assert.Equal(3, output.Count);
        return [.. output.Select(o => o.ToString())];
    }
}
