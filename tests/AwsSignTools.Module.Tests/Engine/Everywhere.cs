using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>Checks that the same comes out wherever it runs.</summary>
internal static class Everywhere
{
    /// <summary>In a culture, as in that of the tests.</summary>
    public static void SameInCulture(string culture, Func<string[]> run)
    {
        string[] expected = run();
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo beforeUI = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

            Assert.Equal(expected, run());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.CurrentUICulture = beforeUI;
        }
    }

    /// <summary>On eight threads at once, several times on each.</summary>
    public static async Task SameSideBySide(int times, Func<string[]> run)
    {
        string[] expected = run();

        string[][] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, times).SelectMany(_ => run()).ToArray(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.All(results, r => Assert.Equal(Enumerable.Repeat(expected, times).SelectMany(e => e), r));
    }
}
