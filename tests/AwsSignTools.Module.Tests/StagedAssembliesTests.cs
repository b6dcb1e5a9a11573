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
    public void PowerShell_finds_every_reference()
    {
        string folder = Path.Combine(StagedModule.StagedFolder, "bin", "Core");
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        foreach (string file in Directory.EnumerateFiles(folder, "*.dll"))
        {
            foreach ((string name, Version version) in References(file).Where(r => r.Name != "System.Management.Automation"))
            {
                string? found = new[] { folder, framework }.Select(f => Path.Combine(f, name + ".dll")).FirstOrDefault(File.Exists);
                Assert.True(found is not null, $"{Path.GetFileName(file)} refers to {name}, which is neither staged nor of .NET.");
                Assert.True(Read(found!).Version >= version, $"{Path.GetFileName(file)} refers to {name} {version}; {Read(found!).Version} is there.");
            }
        }
    }

    [Theory]
    [InlineData("Core", "AwsSignTools.Core.dll", "AwsSignTools.dll", "System.IO.Hashing.dll")]
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
    public void Nothing_is_staged_that_is_not_needed(string folder, params string[] expected) => Assert.Equal(
        expected,
        Directory.EnumerateFiles(Path.Combine(StagedModule.StagedFolder, "bin", folder), "*.dll").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_refers_to_an_AWS_SDK() => Assert.All(
        Directory.EnumerateFiles(StagedModule.StagedFolder, "*.dll", SearchOption.AllDirectories).SelectMany(f => References(f).Select(r => r.Name).Append(Read(f).Name)),
        name => Assert.DoesNotContain("AWSSDK", name, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_staged_folder_has_assemblies_alone_and_is_small()
    {
        string[] files = Directory.GetFiles(StagedModule.StagedFolder, "*", SearchOption.AllDirectories);

        Assert.All(files.Where(f => f.StartsWith(Path.Combine(StagedModule.StagedFolder, "bin"), StringComparison.Ordinal)), f => Assert.Equal(".dll", Path.GetExtension(f)));
        Assert.InRange(files.Sum(f => new FileInfo(f).Length), 1, 3_200_000);
    }

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
