using System;
using System.Security.Cryptography;
using System.Text;
using AwsSignTools.EventStream;
using AwsSignTools.SigV4;

namespace AwsSignTools.Benchmarks;

/// <summary>What everybody is given to sign: the same in each process, and so for each peer.</summary>
internal static class BenchmarkInputs
{
    public const string AccessKey = "AKIAIOSFODNN7EXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string Endpoint = "wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com";
    public const string ChannelArn = "arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123";
    public const string ClientId = "d7d1c6e2-9cb0-4d61-bea9-ecb3d3816557";
    public const string IvsChannelArn = "arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh";
    public const string ViewerId = "viewer-1";

    /// <summary>The lengths of the session tokens: none, and that of an assumed role.</summary>
    public static readonly int[] TokenLengths = [0, 800];

    /// <summary>The lengths of the payloads: 100 ms of 16 kHz audio, and 16 KiB.</summary>
    public static readonly int[] PayloadLengths = [3200, 16384];

    /// <summary>The headers of each message: their names and values.</summary>
    public static readonly (string Name, string Value)[] HeaderTexts =
    [
        (":content-type", "application/octet-stream"),
        (":event-type", "AudioEvent"),
        (":message-type", "event"),
    ];

    /// <summary>The time of every signature.</summary>
    public static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>How long a signaling URL is good for, which npm's signer does not let be chosen.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(299);

    /// <summary>A session token of a length; null for none.</summary>
    public static string? SessionToken(int length) => length == 0 ? null : Convert.ToBase64String(Bytes(length * 3 / 4));

    /// <summary>A credential whose session token has a length.</summary>
    public static AwsCredential Credential(int tokenLength = 0) => new(AccessKey, SecretKey, SessionToken(tokenLength));

    /// <summary>Bytes that do not compress, the same each time.</summary>
    public static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
#pragma warning disable CA5394 // Not for anything secret: a fixed seed makes the same bytes in each process.
        new Random(1).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }

    /// <summary>The headers of each message.</summary>
    public static EventStreamHeader[] Headers() => Array.ConvertAll(
        HeaderTexts, static h => new EventStreamHeader(h.Name, EventStreamHeaderValue.FromString(h.Value)));

    /// <summary>The signer of a stream whose first frame is chained to a signature of zeros.</summary>
    public static EventStreamSigner StreamSigner() => new(Credential(), "us-east-1", "transcribe", new byte[32]);

    /// <summary>The P-384 key of the tokens, the same each time.</summary>
    public static ECDsa CreateKey() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP384,
        D = SHA384.HashData(Encoding.UTF8.GetBytes("AwsSignTools.Benchmarks")),
    });
}
