using System;
using System.Collections.Generic;
using AwsSignTools.Platform;

namespace AwsSignTools.Credentials;

/// <summary>The profiles of the shared files: of both files together, where a setting of the credentials file comes first.</summary>
internal sealed class ProfileStore
{
    private readonly Dictionary<(SectionKind Kind, string Name), SettingsSection> _sections = [];
    private readonly List<string> _names = [];

    private ProfileStore(ProfileLocations locations) => Locations = locations;

    /// <summary>Where the files were looked for.</summary>
    public ProfileLocations Locations { get; }

    /// <summary>The names of the profiles, in the order of the files.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Reads both files.</summary>
    /// <param name="locations">Where they are.</param>
    /// <param name="limit">The limit of each.</param>
    /// <exception cref="CredentialUnavailableException">
    /// <c>ProfileFileMalformed</c>, <c>ProfileFileUnreadable</c>, or <c>ProfileFileMissing</c> for a place that the user named.
    /// </exception>
    /// <exception cref="ArgumentNullException"><paramref name="locations"/> is null.</exception>
    public static ProfileStore Read(ProfileLocations locations, ReadLimit limit)
    {
        ArgumentNullException.ThrowIfNull(locations);
        ProfileStore store = new(locations);

        // The later file wins.
        bool config = SharedFile.Read(locations.ConfigFile, isConfig: true, store, limit);
        bool credentials = SharedFile.Read(locations.CredentialsFile, isConfig: false, store, limit);
        bool found = locations.Required switch
        {
            RequiredFiles.CredentialsFile => credentials,
            RequiredFiles.Either => credentials || config,
            _ => true,
        };
        return found ? store : throw ProfileErrors.FileMissing(locations);
    }

    /// <summary>True where there is such a profile.</summary>
    /// <param name="name">The name, in its case.</param>
    public bool Contains(string name) => Find(SectionKind.Profile, name) is not null;

    /// <summary>The region of a profile; null where it or its region is missing.</summary>
    /// <param name="name">The profile's name.</param>
    public string? RegionOf(string name) => Find(SectionKind.Profile, name)?["region"];

    /// <summary>Where a profile says that the instance metadata service is (<c>ec2_metadata_service_endpoint</c>); null where it does not.</summary>
    /// <param name="name">The profile's name.</param>
    public string? InstanceEndpointOf(string name) => Find(SectionKind.Profile, name)?["ec2_metadata_service_endpoint"];

    /// <summary>By which protocol a profile says that the service is asked (<c>ec2_metadata_service_endpoint_mode</c>); null where it does not.</summary>
    /// <param name="name">The profile's name.</param>
    public string? InstanceEndpointModeOf(string name) => Find(SectionKind.Profile, name)?["ec2_metadata_service_endpoint_mode"];

    /// <summary>The section, where it is there.</summary>
    internal SettingsSection? Find(SectionKind kind, string name) =>
        _sections.TryGetValue((kind, name), out SettingsSection? section) ? section : null;

    /// <summary>The section, made where it is not there.</summary>
    internal SettingsSection Section(SectionKind kind, string name)
    {
        if (!_sections.TryGetValue((kind, name), out SettingsSection? section))
        {
            section = new SettingsSection(name);
            _sections.Add((kind, name), section);
            if (kind == SectionKind.Profile)
            {
                _names.Add(name);
            }
        }

        return section;
    }
}
