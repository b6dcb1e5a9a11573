using System;
using System.IO;

namespace AwsSignTools.Credentials.Profiles;

/// <summary>
/// Reads a shared credentials or config file (AWS SDKs and Tools Reference Guide, "Shared config and credentials files"). A line
/// that is neither a section, a setting nor a comment is refused with its number, and never shown: it may hold a secret.
/// </summary>
/// <param name="path">The path, for messages.</param>
/// <param name="isConfig">True for the config file, where a profile's section begins with <c>profile</c>.</param>
/// <param name="store">Takes what is read.</param>
internal sealed class SharedFile(string path, bool isConfig, ProfileStore store)
{
    private SettingsSection? _section;
    private string? _outerKey;

    /// <summary>Reads the file where it is there.</summary>
    /// <returns>False where it is not.</returns>
    /// <exception cref="CredentialUnavailableException"><c>ProfileFileMalformed</c> or <c>ProfileFileUnreadable</c>.</exception>
    public static bool Read(string path, bool isConfig, ProfileStore store)
    {
        string[] lines;
        try
        {
            if (!File.Exists(path))
            {
                return false;
            }

            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw ProfileErrors.FileUnreadable(path, e);
        }

        SharedFile file = new(path, isConfig, store);
        for (int i = 0; i < lines.Length; i++)
        {
            file.ReadLine(lines[i], i + 1);
        }

        return true;
    }

    private void ReadLine(string line, int number)
    {
        string text = line.Trim();
        if (text.Length == 0 || text[0] is '#' or ';')
        {
            return;
        }

        if (text[0] == '[')
        {
            int end = text.IndexOf(']');
            if (end < 0)
            {
                throw ProfileErrors.FileMalformed(path, number, "a section that no ']' ends");
            }

            BeginSection(text.Substring(1, end - 1).Trim());
            return;
        }

        bool nested = char.IsWhiteSpace(line[0]) && _outerKey is not null;
        int equals = text.IndexOf('=');
        if (equals <= 0)
        {
            // The further lines of a value are nobody's settings here, but are no mistake.
            if (nested)
            {
                return;
            }

            throw ProfileErrors.FileMalformed(path, number, "neither a [section], a setting (name = value) nor a comment");
        }

        if (_section is null)
        {
            throw ProfileErrors.FileMalformed(path, number, "a setting before the first [section]");
        }

        string key = text.Substring(0, equals).Trim();
        string value = WithoutComment(text.Substring(equals + 1)).Trim();
        if (nested)
        {
            _section[_outerKey + "." + key] = value;
        }
        else
        {
            _section[key] = value;
            _outerKey = key;
        }
    }

    // " #" and " ;" begin a comment; a '#' within a value does not.
    private static string WithoutComment(string value)
    {
        for (int i = 1; i < value.Length; i++)
        {
            if (value[i] is '#' or ';' && char.IsWhiteSpace(value[i - 1]))
            {
                return value.Substring(0, i);
            }
        }

        return value;
    }

    private void BeginSection(string header)
    {
        _outerKey = null;
        int space = header.IndexOfAny([' ', '\t']);
        string first = space < 0 ? header : header.Substring(0, space);
        string rest = space < 0 ? string.Empty : header.Substring(space + 1).Trim().Trim('"', '\'');
        (SectionKind kind, string name) = first switch
        {
            "profile" when rest.Length > 0 => (SectionKind.Profile, rest),
            "sso-session" when rest.Length > 0 => (SectionKind.SsoSession, rest),
            "services" when rest.Length > 0 => (SectionKind.Services, rest),
            _ when !isConfig || header == "default" => (SectionKind.Profile, header.Trim('"', '\'')),
            _ => (SectionKind.Other, header),
        };
        _section = store.Section(kind, name);
    }
}
