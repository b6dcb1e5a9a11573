using System;
using System.Collections.Generic;

namespace AwsSignTools.Host.CommandLine;

/// <summary>Reads the command line as pwsh does: names in any case, after <c>-</c>, <c>--</c> or <c>/</c>, and abbreviated.</summary>
internal static class CommandLineParser
{
    /// <summary>Each name with its shortest form; the shortest forms are pwsh's, so a command line carries over.</summary>
    private static readonly (string Name, string Shortest)[] Switches =
    [
        ("version", "v"),
        ("help", "h"),
        ("?", "?"),
        ("noprofile", "nop"),
        ("nologo", "nol"),
        ("noninteractive", "noni"),
        ("interactive", "i"),
        ("command", "c"),
        ("file", "f"),
    ];

    /// <summary>Parses <paramref name="arguments"/>.</summary>
    /// <exception cref="CommandLineException">A switch is unknown, or its value is missing or one too many.</exception>
    internal static HostOptions Parse(string[] arguments)
    {
        bool nonInteractive = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i].Trim();
            if (argument.Length == 0)
            {
                continue;
            }

            switch (FindSwitch(argument))
            {
                case "version":
                    return new HostOptions { Mode = RunMode.Version };
                case "help" or "?":
                    return new HostOptions { Mode = RunMode.Help };
                case "noprofile" or "nologo":
                    break;
                case "noninteractive":
                    nonInteractive = true;
                    break;
                case "interactive":
                    nonInteractive = false;
                    break;
                case "command":
                    return ParseCommand(arguments.AsSpan(i + 1), nonInteractive);
                case "file":
                    return ParseFile(arguments.AsSpan(i + 1), nonInteractive);
                default:
                    if (argument[0] == '-')
                    {
                        throw new CommandLineException($"The switch '{argument}' is unknown.");
                    }

                    return ParseFile(arguments.AsSpan(i), nonInteractive);
            }
        }

        return new HostOptions { Mode = RunMode.Session, NonInteractive = nonInteractive };
    }

    private static HostOptions ParseCommand(ReadOnlySpan<string> rest, bool nonInteractive)
    {
        if (rest.IsEmpty)
        {
            throw new CommandLineException("-Command needs a script text, or '-' to read it from standard input.");
        }

        if (rest[0] != "-")
        {
            return new HostOptions { Mode = RunMode.Command, Command = string.Join(' ', rest), NonInteractive = nonInteractive };
        }

        if (rest.Length > 1)
        {
            throw new CommandLineException("Nothing can follow '-Command -': the script is all of standard input.");
        }

        return new HostOptions { Mode = RunMode.CommandFromInput, NonInteractive = nonInteractive };
    }

    private static HostOptions ParseFile(ReadOnlySpan<string> rest, bool nonInteractive)
    {
        if (rest.IsEmpty)
        {
            throw new CommandLineException("-File needs the path of a script.");
        }

        List<string> arguments = [.. rest[1..]];
        return new HostOptions { Mode = RunMode.File, File = rest[0], FileArguments = arguments, NonInteractive = nonInteractive };
    }

    /// <summary>The full name of the switch, or null: also for a path that starts with a slash.</summary>
    private static string? FindSwitch(string argument)
    {
        string key;
        if (argument[0] == '-')
        {
            key = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..] : argument[1..];
        }
        else if (argument[0] == '/')
        {
            key = argument[1..];
        }
        else
        {
            return null;
        }

        foreach ((string name, string shortest) in Switches)
        {
            if (key.Length >= shortest.Length && name.StartsWith(key, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return null;
    }
}
