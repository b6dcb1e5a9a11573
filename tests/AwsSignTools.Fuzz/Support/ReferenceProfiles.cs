using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsSignTools.Fuzz.Support;

/// <summary>
/// The shared files read a second time, by regular expressions (AWS SDKs and Tools Reference Guide, "Shared config and credentials files"). Settings under
/// another have the name <c>outer.inner</c>.
/// </summary>
internal sealed partial class ReferenceProfiles
{
    private const string CommandLine = "credential_process";

    private readonly Dictionary<(string Kind, string Name), Dictionary<string, string>> _sections = [];

    /// <summary>The sections by kind and name, with their settings.</summary>
    public IReadOnlyDictionary<(string Kind, string Name), Dictionary<string, string>> Sections => _sections;

    /// <summary>The names of the profiles, in their order.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The line that is wrong, from 1; 0 if none is.</summary>
    public int WrongLine { get; private set; }

    /// <summary>Reads a file after those before it.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="isConfig">True for the config file.</param>
    public void Read(byte[] bytes, bool isConfig)
    {
        if (WrongLine > 0)
        {
            return;
        }

        using StreamReader reader = new(new MemoryStream(bytes), Encoding.UTF8);
        string text = reader.ReadToEnd();
        Dictionary<string, string>? section = null;
        (string Key, int Indent, bool IsEmpty)? outer = null;
        int number = 0;
        foreach (string line in LineEnd().Split(text))
        {
            number++;
            if (Nothing().IsMatch(line))
            {
                continue;
            }

            if (SectionLine().Match(line) is { Success: true } header)
            {
                section = Begin(header.Groups["header"].Value.Trim(), isConfig);
                outer = null;
                continue;
            }

            int indent = Indent().Match(line).Length;
            bool isUnder = outer is { } above && indent > above.Indent;
            Match setting = Setting().Match(line);
            bool isBracket = line.TrimStart().StartsWith('[');
            if (!setting.Success && isUnder && !isBracket)
            {
                continue;
            }

            if (!setting.Success || section is null)
            {
                WrongLine = number;
                return;
            }

            string key = setting.Groups["key"].Value;
            string value = setting.Groups["value"].Value;
            value = (string.Equals(key, CommandLine, StringComparison.OrdinalIgnoreCase) ? value : Comment().Replace(value, string.Empty, 1)).Trim();
            if (isUnder && outer!.Value.IsEmpty)
            {
                section[$"{outer.Value.Key}.{key}"] = value;
            }
            else
            {
                section[key] = value;
                outer = (key, indent, value.Length == 0);
            }
        }
    }

    private Dictionary<string, string> Begin(string header, bool isConfig)
    {
        Match match = NamedSection().Match(header);
        string kind = match.Success ? match.Groups["kind"].Value : !isConfig || header == "default" ? "profile" : "other";
        string name = match.Success ? match.Groups["name"].Value.Trim().Trim('"', '\'') : kind == "profile" ? header.Trim('"', '\'') : header;
        if (match.Success && name.Length == 0)
        {
            // A keyword without a name is the name of a profile in the credentials file, and nothing in the config file.
            (kind, name) = isConfig ? ("other", header) : ("profile", header.Trim('"', '\''));
        }

        kind = name.Length == 0 ? "other" : kind;
        if (!_sections.TryGetValue((kind, name), out Dictionary<string, string>? section))
        {
            section = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            _sections.Add((kind, name), section);
            if (kind == "profile")
            {
                Names.Add(name);
            }
        }

        return section;
    }

    [GeneratedRegex(@"\r\n|\n|\r")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"^\s*([#;].*)?$", RegexOptions.Singleline)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"^\s*\[(?<header>[^\]]*)\]")]
    private static partial Regex SectionLine();

    [GeneratedRegex(@"^\s*")]
    private static partial Regex Indent();

    [GeneratedRegex(@"^\s*(?<key>[^\s=\[][^=]*?)\s*=(?<value>.*)$", RegexOptions.Singleline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?<=\s)[#;].*$", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<kind>profile|sso-session|services)[ \t](?<name>.*)$", RegexOptions.Singleline)]
    private static partial Regex NamedSection();
}
