using System.Linq;
using System.Reflection;

namespace AwsSignTools.Benchmarks;

/// <summary>Where the build put what is measured; the project file says it.</summary>
internal static class ProjectFile
{
    /// <summary>The module as it is staged.</summary>
    public static string Module { get; } = Metadata("Module");

    /// <summary>The module that does nothing.</summary>
    public static string DoNothing { get; } = Metadata("DoNothing");

    /// <summary>The engine in a process of its own.</summary>
    public static string TestShell { get; } = Metadata("TestShell");

    /// <summary>These measurements of the netstandard2.0 build.</summary>
    public static string NetStandard { get; } = Metadata("NetStandard");

    /// <summary>The folder of npm's peers.</summary>
    public static string Peers { get; } = Metadata("Peers");

    private static string Metadata(string key) =>
        typeof(ProjectFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
