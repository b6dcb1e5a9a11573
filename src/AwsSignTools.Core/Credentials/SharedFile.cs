using System;
using System.IO;
using AwsSignTools.Platform;

namespace AwsSignTools.Credentials;

/// <summary>
/// Reads a shared credentials or config file (AWS SDKs and Tools Reference Guide, "Shared config and credentials files"). A line
/// that is neither a section, a setting nor a comment is refused with its number, and never shown: it may hold a secret.
/// </summary>
/// <param name="path">The path, for messages.</param>
/// <param name="isConfig">True for the config file, where a profile's section begins with <c>profile</c>.</param>
/// <param name="store">Takes what is read.</param>
internal sealed class SharedFile(string path, bool isConfig, ProfileStore store)
{
    // Ten thousand profiles take three million bytes or so.
    private const int MaxFileBytes = 16 * 1024 * 1024;

    // The AWS SDK for .NET and AWS CLI give a shell the whole of it, where ' ;' and ' #' may be part of a command.
    private const string CommandLineKey = "credential_process";

    private SettingsSection? _section;

    // The last setting that is under no other, and whether it has no value of its own, so that others may be under it.
    private string? _outerKey;
    private int _outerIndent;
    private bool _outerIsEmpty;

    /// <summary>Reads the file where it is there.</summary>
    /// <returns>False where it is not.</returns>
    /// <exception cref="CredentialUnavailableException"><c>ProfileFileMalformed</c> or <c>ProfileFileUnreadable</c>.</exception>
    public static bool Read(string path, bool isConfig, ProfileStore store, ReadLimit limit)
    {
        string text;
        try
        {
            if (!File.Exists(path))
            {
                // What a container's volume leaves where the file to mount was not there.
                return Directory.Exists(path) ? throw ProfileErrors.FileUnreadable(path, "it is a folder.") : false;
            }

            text = BoundedFile.ReadText(path, MaxFileBytes, limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw ProfileErrors.FileUnreadable(path, e.Message);
        }

        SharedFile file = new(path, isConfig, store);
        using StringReader lines = new(text);
        for (int number = 1; lines.ReadLine() is { } line; number++)
        {
            file.ReadLine(line, number);
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

        int indent = line.Length - line.TrimStart().Length;
        bool isUnder = _outerKey is not null && indent > _outerIndent;
        int equals = text.IndexOf('=');
        if (equals <= 0)
        {
            // The further lines of a value are nobody's settings here, but are no mistake.
            if (isUnder)
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
        string written = text.Substring(equals + 1);
        string value = (key.Equals(CommandLineKey, StringComparison.OrdinalIgnoreCase) ? written : WithoutComment(written)).Trim();
        if (isUnder && _outerIsEmpty)
        {
            _section[_outerKey + "." + key] = value;
            return;
        }

        // All the settings of a section may be indented.
        _section[key] = value;
        _outerKey = key;
        _outerIndent = indent;
        _outerIsEmpty = value.Length == 0;
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
        _section = store.Section(name.Length == 0 ? SectionKind.Other : kind, name);
    }
}
