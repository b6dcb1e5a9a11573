using System.IO;
using AwsSignTools.Module.Tests.Engine;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>Copies of the AWS SDK that another module brings, AWS.Tools for one.</summary>
internal static class TheirSdk
{
    /// <summary>The copies of AWSSDK.Core: of each major, and two of the newer with one assembly version.</summary>
    public static readonly string[] Versions = ["3.7.501.1", "4.0.3.3", "4.0.100.2"];

    /// <summary>The path of their AWSSDK.Core.</summary>
    public static string Core(string version) => PathOf("AWSSDK.Core", version, StagedModule.Build);

    /// <summary>The path of an AWSSDK.SecurityToken that works with their AWSSDK.Core.</summary>
    public static string SecurityToken(string coreVersion) =>
        coreVersion[0] == '3' ? PathOf("AWSSDK.SecurityToken", "3.7.202", "netstandard2.0") : PathOf("AWSSDK.SecurityToken", "4.0.5.1", StagedModule.Build);

    /// <summary>A script that loads an assembly as Import-Module does.</summary>
    public static string Load(string path) => $"\n$null = [System.Reflection.Assembly]::LoadFrom('{path}')\n";

    private static string PathOf(string package, string version, string framework) => Path.Combine(
        StagedModule.Metadata("PackagesFolder"), package.ToLowerInvariant(), version, "lib", framework, package + ".dll");
}
