using System;

namespace AwsSignTools.SigV4;

/// <summary>A service's quirks, as settings of the signer.</summary>
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

    /// <summary>
    /// How long a presigned URL is good for unless told. Default: 15 minutes, as in the S3 presigners of the SDKs for JavaScript, Go and Java, and as
    /// the tokens of RDS and EKS, which are presigned URLs too.
    /// </summary>
    public TimeSpan PresignedLife { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest life of a presigned URL that the service takes. Default: SigV4's own seven days.</summary>
    public TimeSpan LongestPresignedLife { get; init; } = SigV4Presigner.LongestLife;

    /// <summary>The port on which the service takes WebSockets, where it is not that of <c>wss</c>; else null.</summary>
    public int? WebSocketPort { get; init; }

    /// <summary>The parameter of the query whose ARN has the region, where the host does not name it; else null.</summary>
    public string? RegionArnParameter { get; init; }
}
