namespace AwsSignTools.SigV4;

/// <summary>How the path of the URL becomes the path of the canonical request.</summary>
public enum PathEncoding
{
    /// <summary>Encoded once, as in the URL: S3, and the published SigV4 test suite.</summary>
    Once,

    /// <summary>The path as it stands in the URL, encoded once more: what the SDKs do for every service but S3.</summary>
    Twice,

    /// <summary>Taken as it is given, in the URL and in the canonical request.</summary>
    None,
}
