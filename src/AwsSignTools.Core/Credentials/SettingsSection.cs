using System;
using System.Collections.Generic;

namespace AwsSignTools.Credentials;

/// <summary>The settings of one section; a setting in the lines under another has the name <c>outer.inner</c>. May hold secrets.</summary>
/// <param name="name">The section's name, without its kind.</param>
internal sealed class SettingsSection(string name)
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The section's name.</summary>
    public string Name { get; } = name;

    /// <summary>The encrypted store that has the profile's other settings; null for a section of a shared file.</summary>
    public string? EncryptedIn { get; init; }

    /// <summary>A setting; null if it is missing or empty. Setting it replaces what was there.</summary>
    public string? this[string key]
    {
        get => _settings.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;
        set => _settings[key] = value ?? string.Empty;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a section of the shared files describes.</summary>
internal enum SectionKind
{
    /// <summary>A profile: <c>[name]</c> in the credentials file, <c>[profile name]</c> or <c>[default]</c> in the config file.</summary>
    Profile,

    /// <summary>A login that profiles share: <c>[sso-session name]</c>.</summary>
    SsoSession,

    /// <summary>Endpoints of services: <c>[services name]</c>.</summary>
    Services,

    /// <summary>Anything else; skipped.</summary>
    Other,
}
