using System;
using System.IO;
using System.Reflection;
#if NET
using System.Runtime.Loader;
using AwsSignTools.SigV4;
#endif

namespace AwsSignTools.Isolation;

#if NET
/// <summary>Loads the SDK into a load context of our own: neither our copy is seen by other modules nor theirs by ours.</summary>
internal sealed class SdkLoader : AssemblyLoadContext
{
    private readonly string _folder;

    private SdkLoader(string folder)
        : base("AwsSignTools.Sdk") => _folder = folder;

    /// <summary>Loads the bridge; what it references comes from the same folder.</summary>
    public static Assembly Load(string folder, string name) => new SdkLoader(folder).LoadFromAssemblyPath(Path.Combine(folder, name + ".dll"));

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // One identity: the core that the cmdlets have, from whichever context they were loaded into.
        Assembly core = typeof(AwsCredential).Assembly;
        if (string.Equals(assemblyName.Name, core.GetName().Name, StringComparison.OrdinalIgnoreCase))
        {
            return core;
        }

        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
#else
/// <summary>
/// Loads the SDK where there are no load contexts: Windows PowerShell 5.1. An AWSSDK.Core of the same major that another module has loaded
/// is used in the place of ours, which about_AwsSignTools_Credentials says.
/// </summary>
internal static class SdkLoader
{
    /// <summary>Loads the bridge; what it references comes from the same folder, from the module's, or is loaded already.</summary>
    public static Assembly Load(string folder, string name)
    {
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) => Resolve(folder, request);
        return Assembly.LoadFrom(Path.Combine(folder, name + ".dll"));
    }

    // Answers for our own assemblies only: powershell.exe has no binding redirects, and their references name older versions of each other.
    private static Assembly? Resolve(string folder, ResolveEventArgs request)
    {
        string? asking = Path.GetDirectoryName(request.RequestingAssembly?.Location);
        if (asking != folder && asking != SdkBridge.ModuleFolder)
        {
            return null;
        }

        string file = new AssemblyName(request.Name).Name + ".dll";
        foreach (string place in new[] { SdkBridge.ModuleFolder, folder })
        {
            string path = Path.Combine(place, file);
            if (File.Exists(path))
            {
                return Assembly.LoadFrom(path);
            }
        }

        return null;
    }
}
#endif
