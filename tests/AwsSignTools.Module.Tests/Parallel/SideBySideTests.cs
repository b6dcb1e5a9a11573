using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Core.Tests.Diagnosis;
using AwsSignTools.Module.Tests.Engine;
using AwsSignTools.Module.Tests.Help;
using Xunit;

namespace AwsSignTools.Module.Tests.Parallel;

/// <summary>Runspaces on eight threads of one process give what one alone gives. Pester tests the same in cultures.</summary>
public class SideBySideTests
{
    private const string Signatures = Sample.ViewerUrl + " " + Sample.Keys + " -SigningTime 2026-01-02T03:04:05Z -ExpiresIn 120.0; "
        + Sample.ConnectUrl + " " + Sample.Keys + " -SigningTime 20260102T030405Z -SessionId I-i; "
        + "(ConvertTo-EventStreamFrame 'I' -Header @{ When = [datetimeoffset]'2026-01-02T03:04:05Z'; title = 'I' } " + Sample.Keys
        + " -Region us-east-1 -Service transcribe -SigningTime 2026-01-02T03:04:05Z -PriorSignature " + Sample.Seed + ").Signature; "
        + "'keys', 'program' | ForEach-Object { " + Sample.ViewerUrl + " -ProfileName $_ -SigningTime 2026-01-02T03:04:05Z }";

    private const string Streams = """
        $request = New-AwsSignedRequest 'https://TRANSCRIBE.us-east-1.amazonaws.com/I/İ?TITLE=I&ı=i' -Service transcribe -EventStream `
            -Headers @{ 'X-TITLE' = 'I'; 'X-Number' = 1234.5; 'X-Long' = 1234567 } -SigningTime 2026-01-02T03:04:05Z KEYS
        $request.Url; $request.CanonicalRequest; $request.StringToSign; $request.Headers.Authorization
        $frames = & { $request; 'I'; 'ı' } | ConvertTo-EventStreamFrame -EventType TITLE -ContentType TEXT/PLAIN -EndOfStream -KeepMilliseconds `
            -SigningTime '2026-01-02T03:04:05.678Z' KEYS -Header @{
                TITLE = 'I'; when = [datetimeoffset]'2026-01-02T03:04:05.678Z'; i = @{ Type = 'INTEGER'; Value = '-1234' }
                t = @{ Type = 'timestamp'; Value = '2026-01-02T03:04:05.678Z' }; n = @{ Type = 'STRING'; Value = 1234.5 } }
        foreach ($frame in $frames) { "$frame"; [System.Convert]::ToBase64String($frame.Bytes) }
        $messages = $frames | ConvertFrom-EventStreamFrame -Service transcribe -Region us-east-1 KEYS
        foreach ($message in $messages) {
            "$message"; $message.PayloadText; $message.SignatureValid; $message.Date.UtcTicks; $message.Headers.Keys
            [System.Convert]::ToString($message.Headers['when'], [cultureinfo]::InvariantCulture) }
        $messages | ConvertTo-EventStreamFrame | ForEach-Object { [System.Convert]::ToBase64String($_.Bytes) }
        """;

    [Fact]
    public async Task The_same_is_signed()
    {
        using ProfileFolder profiles = new(ProfileFolder.Keys("keys"));

        // A program that is everywhere, and prints a file.
        string json = Path.Combine(profiles.Folder, "credential.json");
        File.WriteAllText(json, """{ "Version": 1, "AccessKeyId": "ASIAI", "SecretAccessKey": "i", "SessionToken": "I", "Expiration": "2100-01-02T03:06:07Z" }""");
        File.WriteAllText(profiles.ConfigFile, $"[profile program]\ncredential_process = {(OperatingSystem.IsWindows() ? "type" : "cat")} \"{json}\"\n");
        using EnvironmentScope environment = profiles.InEnvironment();

        await SameSideBySide(5, () =>
        {
            string[] output = Run(Signatures);
            Assert.Equal(5, output.Length);
            return output;
        });
    }

    [Fact]
    public Task Streams_are_the_same() => SameSideBySide(3, () =>
    {
        string[] output = Run(Streams.Replace("KEYS", Sample.Keys, StringComparison.Ordinal));
        Assert.Contains("True", output);
        Assert.DoesNotContain("False", output);
        return output;
    });

    [Fact]
    public Task Reports_are_the_same() => SameSideBySide(3, () =>
    {
        FaultySigner right = new();
        string[] urls = [right.Sign(), (right with { Date = "20261123T092500Z" }).Sign(), right.Sign() + "&I=i", (right with { Expires = "İ" }).Sign(), (right with { Method = "INITIATE" }).Sign()];
        TextHost host = new();
        using PowerShellSession session = new(host);
        IReadOnlyList<PSObject> reports = session.Output(
            $"param($urls) $urls | Test-AwsSignedUrl -AccessKey {right.AccessKey} -SecretKey {right.Secret} -Method initiate -SigningTime 20261123T093000Z -OutVariable reports; $reports | Out-Host",
            (object)urls);
        Assert.Equal(5, reports.Count);
        return [.. reports.Select(r => $"{r} {r.Properties["TimeLeft"].Value}"), host.TakeText()];
    });

    private static string[] Run(string script)
    {
        using PowerShellSession session = new();
        return [.. session.Output(script).Select(o => o?.ToString() ?? "(null)")];
    }

    // On eight threads at once, several times on each.
    private static async Task SameSideBySide(int times, Func<string[]> run)
    {
        string[] expected = run();

        string[][] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => Enumerable.Range(0, times).SelectMany(_ => run()).ToArray(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.All(results, r => Assert.Equal(Enumerable.Repeat(expected, times).SelectMany(e => e), r));
    }
}
