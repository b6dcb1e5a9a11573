using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>
/// The build for Windows PowerShell has no load context of its own: an AWSSDK.Core that another module has loaded stands in the place of ours.
/// It is used where it can be; where it cannot, that is said, and what needs no SDK works as ever.
/// </summary>
public sealed class SharedSdkTests : IDisposable
{
    private const string SignAsOne = $$"""

        try { 'url=' + ({{Sample.ViewerUrl}} -ProfileName one) }
        catch { 'error=' + $_.FullyQualifiedErrorId.Split(',')[0]; 'message=' + $_.ErrorDetails.Message; 'action=' + $_.ErrorDetails.RecommendedAction }

        """;

    private const string SignAsStatic = $"'static=' + ({Sample.ViewerUrl} -ProfileName static)\n";

    private readonly LoopbackSts _sts = new();

    public void Dispose() => _sts.Dispose();

    [BuildTheory("netstandard2.0")]
    [InlineData("3.7.501.1")]
    [InlineData("4.0.3.3")]
    [InlineData("4.0.100.2")]
    public async Task An_SDK_that_cannot_be_used_is_an_error_that_says_what_to_do(string version)
    {
        ShellResult result = (await TestShell.Run(
            TheirSdk.Load(TheirSdk.Core(version)) + TestShell.ImportModule + SignAsOne + SignAsOne + SignAsStatic)).WithoutErrors();

        Assert.Empty(result.Values("url"));
        Assert.Equal(["SdkUnusable", "SdkUnusable"], result.Values("error"));
        Assert.All(result.Values("message"), m => Assert.StartsWith("The profile 'one' needs the AWS SDK, which cannot be used here: another version of it is loaded", m, StringComparison.Ordinal));
        Assert.All(result.Values("action"), a => Assert.Contains("PowerShell 7.4 or later", a, StringComparison.Ordinal));
        Assert.True(SigV4Verifier.IsSignedBy(result.Value("static"), "source"));
    }

    [BuildTheory("netstandard2.0")]
    [InlineData("3.7.501.1")]
    public async Task An_SDK_that_cannot_read_the_encrypted_store_is_no_reason_to_pass_it_over(string version)
    {
        string local = Directory.CreateTempSubdirectory("awssigntools-").FullName;
        try
        {
            _ = Directory.CreateDirectory(Path.Combine(local, "AWSToolkit"));
            File.WriteAllText(Path.Combine(local, "AWSToolkit", "RegisteredAccounts.json"), "{}");
            using EnvironmentScope environment = new(("LOCALAPPDATA", local));

            ShellResult result = (await TestShell.Run(
                TheirSdk.Load(TheirSdk.Core(version)) + TestShell.ImportModule + SignAsOne)).WithoutErrors();

            Assert.Equal("SdkUnusable", result.Value("error"));
            Assert.Empty(_sts.Asked);
        }
        finally
        {
            Directory.Delete(local, recursive: true);
        }
    }

    [BuildTheory("netstandard2.0")]
    [InlineData(TheirSdk.OurVersion)]
    public async Task An_SDK_that_can_be_used_is(string version)
    {
        ShellResult result = (await TestShell.Run(
            TheirSdk.Load(TheirSdk.Core(version)) + TestShell.ImportModule + SignAsOne + LoadedAssembly.List)).WithoutErrors();

        Assert.True(SigV4Verifier.IsSignedBy(result.Value("url"), LoopbackSts.SecretKeyOf("one")));
        LoadedAssembly core = Assert.Single(result.Listings.Single(), a => a.Name == "AWSSDK.Core");
        Assert.Equal(new LoadedAssembly("AWSSDK.Core", version, "Default", TheirSdk.Core(version)), core);
    }
}
