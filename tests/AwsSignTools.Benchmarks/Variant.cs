using System;
using System.Diagnostics;
using System.IO;

namespace AwsSignTools.Benchmarks;

/// <summary>The other builds of this project, each made when a measurement needs it.</summary>
internal static class Variant
{
    /// <summary>Builds these measurements over the netstandard2.0 build of Core.</summary>
    /// <returns>The program.</returns>
    public static string BuildNetStandard() => Build("netstandard2.0", "net10.0", "AwsSignTools.Benchmarks.dll");

    /// <summary>Builds the module that does nothing.</summary>
    /// <returns>Its manifest.</returns>
    public static string BuildDoNothing() => Build("DoNothing", "net8.0", "AwsSignTools.DoNothing.psd1");

    private static string Build(string variant, string framework, string file)
    {
        Console.Error.WriteLine($"Building the variant {variant}.");
        ProcessStartInfo start = new(
            "dotnet", ["build", ProjectFile.Project, "-c", ProjectFile.Configuration, $"-p:Variant={variant}", "--nologo", "-v", "q"])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Agreement.Require(process.ExitCode == 0, output);
        return Path.Combine(Path.GetDirectoryName(ProjectFile.Project)!, "bin", variant, ProjectFile.Configuration, framework, file);
    }
}
