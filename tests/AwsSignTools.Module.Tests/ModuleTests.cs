using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Runtime.Versioning;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>Which build these tests load, and what is staged.</summary>
public class ModuleTests
{
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
