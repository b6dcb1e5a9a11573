namespace AwsSignTools.SigV4;

/// <summary>Signer settings that the user gives in place of the service's; null if the service's setting applies.</summary>
/// <param name="PathEncoding">How the path is encoded.</param>
/// <param name="NormalizePath">Whether empty and dot segments are removed from the canonical path.</param>
/// <param name="SessionTokenMode">Where the session token goes.</param>
internal readonly record struct SignerOverrides(PathEncoding? PathEncoding, bool? NormalizePath, SessionTokenMode? SessionTokenMode)
{
    /// <summary>The settings with what was given in place of theirs; the same instance if nothing was.</summary>
    public SignerSettings ApplyTo(SignerSettings settings) => this == default ? settings : settings with
    {
        PathEncoding = PathEncoding ?? settings.PathEncoding,
        NormalizePath = NormalizePath ?? settings.NormalizePath,
        SessionTokenMode = SessionTokenMode ?? settings.SessionTokenMode,
    };
}
