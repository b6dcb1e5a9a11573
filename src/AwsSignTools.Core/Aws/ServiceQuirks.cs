using System;
using AwsSignTools.SigV4;

namespace AwsSignTools.Aws;

/// <summary>The settings that a service's SigV4 name calls for.</summary>
public static class ServiceQuirks
{
    private static readonly SignerSettings S3 = new()
    {
        PathEncoding = PathEncoding.Once,
        NormalizePath = false,
        SendContentSha256 = true,
        PresignedPayloadHash = SignableRequest.UnsignedPayload,
    };

    private static readonly SignerSettings TokenUnsigned = new() { SessionTokenMode = SessionTokenMode.Appended };

    // Signaling: 299 seconds is what the official clients ask for.
    private static readonly SignerSettings Signaling = new() { PresignedLife = TimeSpan.FromSeconds(299), LongestPresignedLife = TimeSpan.FromMinutes(5) };

    // Messaging: "Using WebSockets to receive messages" has ten seconds; no host of it names a region.
    private static readonly SignerSettings Messaging = new() { PresignedLife = TimeSpan.FromSeconds(10), RegionArnParameter = "userArn" };

    // "Setting up a WebSocket stream": port 8443, and at most five minutes.
    private static readonly SignerSettings Transcription = new()
    {
        PresignedLife = TimeSpan.FromMinutes(5),
        LongestPresignedLife = TimeSpan.FromMinutes(5),
        WebSocketPort = 8443,
    };

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
            "kinesisvideo" => Signaling,
            "chime" => Messaging,
            "transcribe" => Transcription,
            _ => SignerSettings.Default,
        };
    }
}
