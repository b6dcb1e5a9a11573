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

    /// <summary>Every setting.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>A setting; null where it is missing or empty. Setting it replaces what was there.</summary>
    public string? this[string key]
    {
        get => _settings.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;
        set => _settings[key] = value ?? string.Empty;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
