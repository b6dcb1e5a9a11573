namespace AwsSignTools.SigV4;

/// <summary>How a service wants its requests signed.</summary>
public sealed record SignerSettings
{
    /// <summary>What most services want: the token signed, the path encoded twice and normalised.</summary>
    public static SignerSettings Default { get; } = new();

    /// <summary>Where the session token goes. Default: <see cref="SigV4.SessionTokenMode.InSignature"/>.</summary>
    public SessionTokenMode SessionTokenMode { get; init; } = SessionTokenMode.InSignature;

    /// <summary>How the path is encoded. Default: <see cref="SigV4.PathEncoding.Twice"/>.</summary>
    public PathEncoding PathEncoding { get; init; } = PathEncoding.Twice;

    /// <summary>
    /// Whether empty and dot segments are removed from the canonical path (RFC 3986 section 5.2.4). Default: true; S3 wants false.
    /// </summary>
    public bool NormalizePath { get; init; } = true;

    /// <summary>Whether the header signer also sends the payload's hash as <c>x-amz-content-sha256</c>. Default: false.</summary>
    public bool SendContentSha256 { get; init; }

    /// <summary>The hash line of a presigned URL, whose body nobody knows yet. Default: that of an empty body; S3 wants <c>UNSIGNED-PAYLOAD</c>.</summary>
    public string PresignedPayloadHash { get; init; } = SignableRequest.EmptyPayloadHash;
}

/// <summary>Where the session token of a temporary credential goes.</summary>
public enum SessionTokenMode
{
    /// <summary>Into the signed query or headers: what nearly every service wants.</summary>
    InSignature,

    /// <summary>Appended after signing, outside the signature: what <c>iotdevicegateway</c> wants.</summary>
    Appended,
}

/// <summary>How the path of the URL becomes the path of the canonical request.</summary>
public enum PathEncoding
{
    /// <summary>Decoded as the server decodes it, a <c>%2F</c> too, and encoded once: S3, and the published SigV4 test suite.</summary>
    Once,

    /// <summary>
    /// The path as it stands in the URL, encoded once more: what every service but S3 does with what it receives. A raw <c>:</c> becomes <c>%3A</c>,
    /// and <c>%3A</c> becomes <c>%253A</c>.
    /// </summary>
    Twice,

    /// <summary>Taken as it is given, in the URL and in the canonical request.</summary>
    None,
}
