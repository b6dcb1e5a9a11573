using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Runtime.Versioning;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>The module as a whole: what it exports and which of its builds is loaded.</summary>
public class ModuleTests
{
    [Fact]
    public void It_exports_its_cmdlets_and_nothing_else()
    {
        using PowerShellSession session = new();

        PSModuleInfo module = (PSModuleInfo)session.Single("Get-Module AwsSignTools").BaseObject;

        Assert.Equal(
            ["ConvertFrom-EventStreamFrame", "ConvertTo-EventStreamFrame", "New-AwsSignedRequest", "New-AwsSignedUrl", "New-ChimeConnectUrl", "New-IvsPlaybackKeyPair", "New-IvsPlaybackToken", "New-KvsSignedUrl", "Test-AwsSignedUrl", "Test-IvsPlaybackToken"],
            module.ExportedCommands.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(module.ExportedCommands.Count, module.ExportedCmdlets.Count);
    }

    [Fact]
    public void The_build_under_test_is_the_one_that_is_loaded()
    {
        using PowerShellSession session = new();

        CmdletInfo cmdlet = (CmdletInfo)session.Single("Get-Command New-KvsSignedUrl").BaseObject;

        string framework = ((TargetFrameworkAttribute)Attribute.GetCustomAttribute(
            cmdlet.ImplementingType.Assembly, typeof(TargetFrameworkAttribute))!).FrameworkName;
        Assert.Equal(
            StagedModule.Build == "net8.0" ? ".NETCoreApp,Version=v8.0" : ".NETStandard,Version=v2.0",
            framework);
    }

    [Fact]
    public void It_can_be_removed_and_imported_again()
    {
        using PowerShellSession session = new();

        PSObject url = session.Single(
            $"param($folder) Remove-Module AwsSignTools; Import-Module $folder; Import-Module $folder -Force; {Sample.ViewerUrl} {Sample.Keys}",
            StagedModule.Folder);

        Assert.StartsWith("wss://", url.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whose_code_is_staged_is_told_in_the_notices()
    {
        string notices = File.ReadAllText(Path.Combine(StagedModule.StagedFolder, "ThirdPartyNotices.txt"));

        Assert.All(
            Directory.EnumerateFiles(StagedModule.StagedFolder, "*.dll", SearchOption.AllDirectories)
                .Select(f => Path.GetFileNameWithoutExtension(f))
                .Where(n => n is not ("AwsSignTools" or "AwsSignTools.Core")),
            name => Assert.Contains($"    {name}\n", notices, StringComparison.Ordinal));
        Assert.All(notices.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }
}
