using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests;

/// <summary>The assemblies that are staged, and what they refer to.</summary>
public class StagedAssembliesTests
{
    [Fact]
    public void Windows_PowerShell_finds_every_reference_in_the_very_version_asked_for()
    {
        // powershell.exe has no binding redirects for a module: a reference that is not .NET Framework's must be there to the last digit.
        string folder = Path.Combine(StagedModule.StagedFolder, "bin", "Desktop");
        Dictionary<string, Version> staged = Directory.EnumerateFiles(folder, "*.dll").Select(Read).ToDictionary(a => a.Name, a => a.Version);

        foreach (string file in Directory.EnumerateFiles(folder, "*.dll"))
        {
            foreach ((string name, Version version) in References(file))
            {
                if (name is not ("netstandard" or "mscorlib" or "System.Management.Automation"))
                {
                    Assert.True(staged.TryGetValue(name, out Version? found), $"{Path.GetFileName(file)} refers to {name}, which is not staged.");
                    Assert.True(found == version, $"{Path.GetFileName(file)} refers to {name} {version}; {found} is staged.");
                }
            }
        }
    }

    [Fact]
    public void Windows_PowerShell_finds_every_reference_of_the_SDK_in_that_version_or_a_later_one()
    {
        // The SDK's packages were built against several versions of each other: there the module's own handler answers (SdkLoader), by name.
        string module = Path.Combine(StagedModule.StagedFolder, "bin", "Desktop");
        string sdk = Path.Combine(module, "sdk");
        Dictionary<string, Version> staged = Directory.EnumerateFiles(module, "*.dll").Concat(Directory.EnumerateFiles(sdk, "*.dll"))
            .Select(Read).ToDictionary(a => a.Name, a => a.Version);

        foreach (string file in Directory.EnumerateFiles(sdk, "*.dll"))
        {
            foreach ((string name, Version version) in References(file).Where(r => r.Name != "netstandard"))
            {
                Assert.True(staged.TryGetValue(name, out Version? found), $"{Path.GetFileName(file)} refers to {name}, which is not staged.");
                Assert.True(found >= version, $"{Path.GetFileName(file)} refers to {name} {version}; {found} is staged.");
            }
        }
    }

    [Fact]
    public void PowerShell_finds_every_reference_of_the_SDK()
    {
        string module = Path.Combine(StagedModule.StagedFolder, "bin", "Core");
        string sdk = Path.Combine(module, "sdk");
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        foreach (string file in Directory.EnumerateFiles(sdk, "*.dll"))
        {
            foreach ((string name, Version version) in References(file))
            {
                string? found = new[] { sdk, module, framework }.Select(f => Path.Combine(f, name + ".dll")).FirstOrDefault(File.Exists);
                Assert.True(found is not null, $"{Path.GetFileName(file)} refers to {name}, which is neither staged nor of .NET.");
                Assert.True(Read(found!).Version >= version, $"{Path.GetFileName(file)} refers to {name} {version}; {Read(found!).Version} is there.");
            }
        }
    }

    [Theory]
    [InlineData("Core", "AwsSignTools.Core.dll", "AwsSignTools.dll", "System.IO.Hashing.dll")]
    [InlineData(
        "Core/sdk",
        "AWSSDK.Core.dll",
        "AwsSignTools.AWSSDK.SSO.dll",
        "AwsSignTools.AWSSDK.SSOOIDC.dll",
        "AwsSignTools.AWSSDK.SecurityToken.dll",
        "AwsSignTools.Sdk.dll")]
    [InlineData(
        "Desktop",
        "AwsSignTools.Core.dll",
        "AwsSignTools.dll",
        "System.Buffers.dll",
        "System.Formats.Asn1.dll",
        "System.IO.Hashing.dll",
        "System.Memory.dll",
        "System.Numerics.Vectors.dll",
        "System.Runtime.CompilerServices.Unsafe.dll")]
    [InlineData(
        "Desktop/sdk",
        "AWSSDK.Core.dll",
        "AwsSignTools.AWSSDK.SSO.dll",
        "AwsSignTools.AWSSDK.SSOOIDC.dll",
        "AwsSignTools.AWSSDK.SecurityToken.dll",
        "AwsSignTools.Sdk.dll",
        "Microsoft.Bcl.AsyncInterfaces.dll",
        "System.Text.Encodings.Web.dll",
        "System.Text.Json.dll",
        "System.Threading.Tasks.Extensions.dll")]
    public void Nothing_is_staged_that_is_not_needed(string folder, params string[] expected) => Assert.Equal(
        expected,
        Directory.EnumerateFiles(Path.Combine(StagedModule.StagedFolder, "bin", folder), "*.dll").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Core")]
    [InlineData("Desktop")]
    public void The_bridge_alone_refers_to_the_AWS_SDK(string edition)
    {
        string module = Path.Combine(StagedModule.StagedFolder, "bin", edition);
        string[] referring =
        [
            .. Directory.EnumerateFiles(module, "AwsSignTools*.dll", SearchOption.AllDirectories)
                .Where(f => References(f).Any(r => r.Name.Contains("AWSSDK", StringComparison.Ordinal)))
                .Select(f => Path.GetRelativePath(module, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(
            ["sdk/AwsSignTools.AWSSDK.SSO.dll", "sdk/AwsSignTools.AWSSDK.SSOOIDC.dll", "sdk/AwsSignTools.AWSSDK.SecurityToken.dll", "sdk/AwsSignTools.Sdk.dll"],
            referring);
    }

    [Fact]
    public void The_SDKs_clients_are_called_otherwise_within_too()
    {
        // Their AWSSDK.Core would take ours for theirs by the name that the assembly has, whatever its file is called.
        foreach (string file in Directory.EnumerateFiles(StagedModule.StagedFolder, "AwsSignTools.AWSSDK.*.dll", SearchOption.AllDirectories))
        {
            Assert.Equal(Path.GetFileNameWithoutExtension(file), Read(file).Name);
        }
    }

    [Fact]
    public void Beside_the_assemblies_there_are_only_their_symbols() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Path.Combine(StagedModule.StagedFolder, "bin"), "*", SearchOption.AllDirectories),
        f => Path.GetExtension(f) is not (".dll" or ".pdb"));

    private static (string Name, Version Version) Read(string file)
    {
        using PEReader pe = new(File.OpenRead(file));
        MetadataReader metadata = pe.GetMetadataReader();
        AssemblyDefinition assembly = metadata.GetAssemblyDefinition();
        return (metadata.GetString(assembly.Name), assembly.Version);
    }

    private static List<(string Name, Version Version)> References(string file)
    {
        using PEReader pe = new(File.OpenRead(file));
        MetadataReader metadata = pe.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => (metadata.GetString(r.Name), r.Version))];
    }
}
