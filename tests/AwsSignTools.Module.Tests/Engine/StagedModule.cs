using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>
/// The module folder that the tests import. For net8.0 it is the staged folder itself. The engine of the tests would never choose the
/// netstandard2.0 build, so for that one a copy is made in which that build stands in the place of the other.
/// </summary>
internal static class StagedModule
{
    private static readonly Lazy<string> LazyFolder = new(Prepare);

    /// <summary>The target framework of the build under test.</summary>
    public static string Build { get; } = Metadata("ModuleBuild");

    /// <summary>The root of the clone.</summary>
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The folder that a build stages.</summary>
    public static string StagedFolder { get; } = Path.Combine(RepositoryRoot, "out", "AwsSignTools");

    /// <summary>The folder to import.</summary>
    public static string Folder => LazyFolder.Value;

    /// <summary>What the project says of the build, by its name.</summary>
    public static string Metadata(string key) =>
        typeof(StagedModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static string Prepare()
    {
        if (Build == "net8.0")
        {
            return StagedFolder;
        }

        string folder = Path.Combine(AppContext.BaseDirectory, "StagedModule", "AwsSignTools");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        string otherBuild = Path.Combine("bin", "Core");
        foreach (string file in Directory.EnumerateFiles(StagedFolder, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(StagedFolder, file);
            if (relative.StartsWith(otherBuild, StringComparison.Ordinal))
            {
                continue;
            }

            string target = Path.Combine(folder, relative.Replace(Path.Combine("bin", "Desktop"), otherBuild, StringComparison.Ordinal));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }
}
