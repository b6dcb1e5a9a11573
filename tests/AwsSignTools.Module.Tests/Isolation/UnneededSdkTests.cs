using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>What needs nobody to be asked over the network needs no SDK: it is not loaded, which saves a third of a second and any conflict.</summary>
public sealed class UnneededSdkTests : IDisposable
{
    private readonly LoopbackSts _sts = new();

    public void Dispose() => _sts.Dispose();

    [Fact]
    public async Task The_SDK_is_loaded_by_nothing_but_a_source_that_asks_AWS()
    {
        const string Json = """{ "Version": 1, "AccessKeyId": "AKIDJSON", "SecretAccessKey": "json" }""";
        (string What, string Script)[] steps =
        [
            ("explicit keys", Sign(Sample.Keys)),
            ("a hashtable", Sign("-Credential @{ AccessKeyId = 'AKIDHASH'; SecretAccessKey = 'hash' }")),
            ("JSON text", Sign($"-Credential '{Json}'")),
            ("the session's variable", $"$StoredAWSCredentials = @{{ AccessKeyId = 'AKIDSTORED'; SecretAccessKey = 'stored' }}; {Sign(string.Empty)}; $StoredAWSCredentials = $null"),
            ("a static profile", Sign("-ProfileName static")),
            ("a profile that is not there", $"try {{ {Sign("-ProfileName nowhere")} }} catch {{ 'url=' + $_.FullyQualifiedErrorId.Split(',')[0] }}"),
            ("completing a profile's name", """
                $line = 'New-KvsSignedUrl -ProfileName o'
                'url=' + [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
                """),
            ("completing a region", """
                $line = 'New-KvsSignedUrl -Region eu-west-3'
                'url=' + [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
                """),
            ("the environment's keys", "[Environment]::SetEnvironmentVariable('AWS_ACCESS_KEY_ID', 'AKIDENV'); [Environment]::SetEnvironmentVariable('AWS_SECRET_ACCESS_KEY', 'env'); " + Sign(string.Empty)),
            ("a role", Sign("-ProfileName one")),
        ];

        ShellResult result = (await TestShell.Run(
            TestShell.ImportModule + string.Concat(steps.Select(s => s.Script + LoadedAssembly.List)))).WithoutErrors();

        Assert.Equal(
            [
                Sample.AccessKey, "AKIDHASH", "AKIDJSON", "AKIDSTORED", LoopbackSts.SourceKey, "ProfileNotFound", "one", "eu-west-3",
                "AKIDENV", LoopbackSts.AccessKeyOf("one"),
            ],
            result.Values("url").Select(SignerOf));
        Assert.Equal(steps.Length, result.Listings.Count);
        foreach (((string what, _), IReadOnlyList<LoadedAssembly> loaded) in steps.Zip(result.Listings))
        {
            Assert.True(IsSdkLoaded(loaded) == (what == "a role"), $"After {what}: {string.Join(", ", loaded.Select(a => a.Name))}");
        }
    }

    private static string Sign(string parameters) => $"'url=' + ({Sample.ViewerUrl} {parameters})";

    private static string SignerOf(string url) =>
        url.Contains('?', StringComparison.Ordinal) ? SigV4Verifier.Query(url)["X-Amz-Credential"].Split('/')[0] : url;

    private static bool IsSdkLoaded(IEnumerable<LoadedAssembly> loaded) =>
        loaded.Any(a => a.Name.Contains("AWSSDK", StringComparison.Ordinal) || a.Name == "AwsSignTools.Sdk");
}
