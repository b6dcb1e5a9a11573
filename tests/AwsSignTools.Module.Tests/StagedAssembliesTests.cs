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
        string folder = Path.Combine(StagedModule.StagedFolder, "bin", "netstandard2.0");
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

    [Theory]
    [InlineData("net8.0", "AwsSignTools.Core.dll", "AwsSignTools.dll", "System.IO.Hashing.dll")]
    [InlineData(
        "netstandard2.0",
        "AwsSignTools.Core.dll",
        "AwsSignTools.dll",
        "System.Buffers.dll",
        "System.Formats.Asn1.dll",
        "System.IO.Hashing.dll",
        "System.Memory.dll",
        "System.Numerics.Vectors.dll",
        "System.Runtime.CompilerServices.Unsafe.dll")]
    public void Nothing_is_staged_that_is_not_needed(string build, params string[] expected) => Assert.Equal(
        expected,
        Directory.EnumerateFiles(Path.Combine(StagedModule.StagedFolder, "bin", build), "*.dll").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));

    [Fact]
    public void The_cmdlets_and_the_core_refer_to_no_AWS_SDK()
    {
        foreach (string file in Directory.EnumerateFiles(StagedModule.StagedFolder, "AwsSignTools*.dll", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(References(file), r => r.Name.StartsWith("AWSSDK", StringComparison.Ordinal));
        }
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
