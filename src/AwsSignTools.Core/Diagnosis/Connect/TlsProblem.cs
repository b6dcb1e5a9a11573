namespace AwsSignTools.Diagnosis.Connect;

/// <summary>What is wrong with TLS.</summary>
internal enum TlsProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nobody who is trusted vouches for the certificate.</summary>
    Untrusted,

    /// <summary>The certificate is another host's.</summary>
    NameMismatch,

    /// <summary>The certificate has ended, or is not valid yet.</summary>
    Expired,

    /// <summary>No protocol or cipher in common, or something else.</summary>
    Other,
}
