using System.IO;
using System.Linq;
using System.Reflection;

namespace AwsSignTools.Benchmarks;

/// <summary>What the project file states about the files that the measurements use.</summary>
internal static class ProjectFile
{
    /// <summary>The staged module.</summary>
    public static string Module { get; } = Metadata("Module");

    /// <summary>The assembly of the PowerShell from NuGet, which <c>dotnet</c> runs.</summary>
    public static string Pwsh { get; } = Metadata("Pwsh");

    /// <summary>The project file.</summary>
    public static string Project { get; } = Metadata("Project");

    /// <summary>The configuration of this build.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The folder of npm's peers.</summary>
    public static string Peers { get; } = Path.Combine(Path.GetDirectoryName(Project)!, "Peers");

    private static string Metadata(string key) =>
        typeof(ProjectFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
