using System;

namespace AwsSignTools.SigV4;

/// <summary>The settings that a service's SigV4 name calls for.</summary>
public static class ServiceQuirks
{
    private static readonly SignerSettings S3 = new() { PathEncoding = PathEncoding.Once, NormalizePath = false, SendContentSha256 = true };
    private static readonly SignerSettings TokenUnsigned = new() { SessionTokenMode = SessionTokenMode.Appended };

    /// <summary>The settings for a service; the default ones for a service that has no quirk.</summary>
    /// <param name="service">The service's SigV4 name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="service"/> is null.</exception>
    public static SignerSettings For(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service switch
        {
            "s3" or "s3express" or "s3-outposts" or "s3-object-lambda" => S3,
            "iotdevicegateway" => TokenUnsigned,
            _ => SignerSettings.Default,
        };
    }
}
