using System.IO;
using AwsSignTools.Module.Tests.Engine;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>Copies of the AWS SDK that another module brings, AWS.Tools for one.</summary>
internal static class TheirSdk
{
    /// <summary>The version of the SDK in the module's folder.</summary>
    public const string OurVersion = "4.0.102.19";

    /// <summary>The copies of AWSSDK.Core: the other major, and two of ours with the very assembly version that ours has.</summary>
    public static readonly string[] Versions = ["3.7.501.1", "4.0.3.3", "4.0.100.2"];

    /// <summary>The path of their AWSSDK.Core.</summary>
    public static string Core(string version) => PathOf("AWSSDK.Core", version);

    /// <summary>The path of a package's assembly, made for what the module's build under test is made for.</summary>
    public static string PathOf(string package, string version) => Path.Combine(
        StagedModule.Metadata("PackagesFolder"), package.ToLowerInvariant(), version, "lib", StagedModule.Build, package + ".dll");

    /// <summary>A script that loads an assembly as Import-Module does.</summary>
    public static string Load(string path) => $"\n$null = [System.Reflection.Assembly]::LoadFrom('{path}')\n";
}
