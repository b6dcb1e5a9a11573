using System.IO;

namespace AwsSignTools.Host.Module;

/// <summary>The staged AwsSignTools module: a folder a build makes, whole.</summary>
internal sealed class StagedModule
{
    private const string Name = "AwsSignTools";

    private StagedModule(string folder)
    {
        Manifest = Path.Combine(folder, Name + ".psd1");
        ModulesFolder = Path.GetDirectoryName(folder)!;
    }

    /// <summary>The full path of the manifest.</summary>
    internal string Manifest { get; }

    /// <summary>The folder the module's folder is in: an entry for PSModulePath.</summary>
    internal string ModulesFolder { get; }

    /// <summary>
    /// Looks beside the program first (a published host), then in <c>out/</c> of each folder upwards (a clone);
    /// null when there is none.
    /// </summary>
    internal static StagedModule? Find(string baseDirectory)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory));
        if (TryOpen(Path.Combine(root, "Modules", Name)) is { } published)
        {
            return published;
        }

        for (string? folder = root; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (TryOpen(Path.Combine(folder, "out", Name)) is { } staged)
            {
                return staged;
            }
        }

        return null;
    }

    private static StagedModule? TryOpen(string folder)
    {
        StagedModule module = new(folder);
        return File.Exists(module.Manifest) ? module : null;
    }
}
