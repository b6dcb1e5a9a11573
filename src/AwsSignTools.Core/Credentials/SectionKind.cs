namespace AwsSignTools.Credentials;

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
