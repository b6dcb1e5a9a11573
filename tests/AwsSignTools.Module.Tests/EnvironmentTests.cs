using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>The same input gives the same output wherever it runs: in every culture, and in runspaces side by side.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private const string Script = Sample.ViewerUrl + " " + Sample.Keys + " -SigningTime 2026-01-02T03:04:05Z -ExpiresIn 120.0; "
        + Sample.ConnectUrl + " " + Sample.Keys + " -SigningTime 20260102T030405Z -SessionId I-i; "
        + "(ConvertTo-EventStreamFrame 'I' -Header @{ When = [datetimeoffset]'2026-01-02T03:04:05Z'; title = 'I' } " + Sample.Keys
        + " -Region us-east-1 -Service transcribe -SigningTime 2026-01-02T03:04:05Z -PriorSignature " + Sample.Seed + ").Signature; "
        + "'keys', 'program' | ForEach-Object { " + Sample.ViewerUrl + " -ProfileName $_ -SigningTime 2026-01-02T03:04:05Z }; "
        + "(" + Sample.ViewerUrl + " -ProfileName program -SigningTime 2026-01-02T03:04:05Z).EffectiveExpiresAt.UtcTicks";

    private readonly ProfileFolder _profiles = new(ProfileFolder.Keys("keys"));
    private readonly EnvironmentScope _environment;

    public EnvironmentTests()
    {
        // A program that is everywhere, and prints a file.
        string json = Path.Combine(_profiles.Folder, "credential.json");
        File.WriteAllText(json, """{ "Version": 1, "AccessKeyId": "ASIAI", "SecretAccessKey": "i", "SessionToken": "I", "Expiration": "2026-01-02T03:06:07Z" }""");
        File.WriteAllText(_profiles.ConfigFile, $"[profile program]\ncredential_process = {(OperatingSystem.IsWindows() ? "type" : "cat")} \"{json}\"\n");
        _environment = _profiles.InEnvironment();
    }

    public void Dispose()
    {
        _environment.Dispose();
        _profiles.Dispose();
    }

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    [InlineData("de-DE")]
    public void In_every_culture_the_same_is_signed(string culture) => Everywhere.SameInCulture(culture, Run);

    [Fact]
    public Task In_runspaces_side_by_side_the_same_is_signed() => Everywhere.SameSideBySide(5, Run);

    private static string[] Run()
    {
        using PowerShellSession session = new();
        IReadOnlyList<System.Management.Automation.PSObject> output = session.Output(Script);
        Assert.Equal(6, output.Count);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 6, 7).Ticks, output[^1].BaseObject);
        return [.. output.Select(o => o.ToString())];
    }
}
