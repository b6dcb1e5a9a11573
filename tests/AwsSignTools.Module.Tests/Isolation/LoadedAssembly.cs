using System;
using System.Collections.Generic;

namespace AwsSignTools.Module.Tests.Isolation;

/// <summary>An assembly of a process: of ours, or of an AWS SDK.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="FileVersion">The version of its file, which tells apart what has one assembly version.</param>
/// <param name="Context">The name of its load context.</param>
/// <param name="Location">Its file.</param>
internal sealed record LoadedAssembly(string Name, string FileVersion, string Context, string Location)
{
    /// <summary>A script that writes them.</summary>
    public const string List = """

        foreach ($assembly in [System.AppDomain]::CurrentDomain.GetAssemblies()) {
            $name = $assembly.GetName().Name
            if ($name -like '*AWSSDK*' -or $name -like 'AwsSignTools*') {
                $version = [System.Diagnostics.FileVersionInfo]::GetVersionInfo($assembly.Location).FileVersion
                $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name
                'loaded', $name, $version, $context, $assembly.Location -join '|'
            }
        }
        'loaded'

        """;

    /// <summary>Reads what <see cref="List"/> wrote, once or more times.</summary>
    public static IReadOnlyList<IReadOnlyList<LoadedAssembly>> Read(IEnumerable<string> lines)
    {
        List<IReadOnlyList<LoadedAssembly>> listings = [];
        List<LoadedAssembly> listing = [];
        foreach (string line in lines)
        {
            if (line == "loaded")
            {
                listings.Add(listing);
                listing = [];
            }
            else if (line.StartsWith("loaded|", StringComparison.Ordinal))
            {
                string[] parts = line.Split('|', 5);
                listing.Add(new LoadedAssembly(parts[1], parts[2], parts[3], parts[4]));
            }
        }

        return listings;
    }
}
