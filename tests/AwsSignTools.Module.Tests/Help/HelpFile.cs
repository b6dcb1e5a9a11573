using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using AwsSignTools.Module.Tests.Engine;

namespace AwsSignTools.Module.Tests.Help;

/// <summary>The MAML of the staged module, read as XML: its examples with what each shows, and its texts.</summary>
internal static class HelpFile
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The folder of the help and of the about_ topics.</summary>
    public static string Folder { get; } = Path.Combine(StagedModule.StagedFolder, "en-US");

    /// <summary>The cmdlets that have help.</summary>
    public static IReadOnlyList<string> Cmdlets { get; } = [.. Commands().Select(NameOf)];

    /// <summary>Every example.</summary>
    public static IReadOnlyList<Example> Examples { get; } = [.. Commands().SelectMany(ExamplesOf)];

    /// <summary>The about_ topics.</summary>
    public static IReadOnlyList<string> Topics { get; } =
        [.. Directory.EnumerateFiles(Folder, "about_*.help.txt").Select(f => Path.GetFileName(f).Replace(".help.txt", string.Empty, StringComparison.Ordinal))];

    /// <summary>The text of an about_ topic.</summary>
    public static string Topic(string name) => File.ReadAllText(Path.Combine(Folder, name + ".help.txt"));

    /// <summary>The prose of a cmdlet's help: every paragraph but the output of examples.</summary>
    public static IReadOnlyList<string> Prose(string cmdlet) =>
        [.. Commands().Single(c => NameOf(c) == cmdlet).Descendants(Maml + "para").Where(p => !IsOutput(p)).Select(p => p.Value)];

    private static IEnumerable<XElement> Commands() =>
        XDocument.Load(Path.Combine(Folder, "AwsSignTools.dll-Help.xml"), LoadOptions.PreserveWhitespace).Descendants(Command + "command");

    private static string NameOf(XElement command) => command.Descendants(Command + "name").First().Value;

    private static IEnumerable<Example> ExamplesOf(XElement command) => command.Descendants(Command + "example").Select((example, index) => new Example(
        $"{NameOf(command)}, example {index + 1}",
        example.Element(Dev + "code")!.Value,
        example.Descendants(Maml + "para").SingleOrDefault(IsOutput)?.Value));

    private static bool IsOutput(XElement para) => para.Attribute(XNamespace.Xml + "space")?.Value == "preserve";
}
