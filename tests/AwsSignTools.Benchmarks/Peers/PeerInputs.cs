using System.Linq;
using System.Text.Json;
using AwsSignTools.EventStream;
using AwsSignTools.Services.Ivs;
using AwsSignTools.Services.Kvs;

namespace AwsSignTools.Benchmarks.Peers;

/// <summary>The inputs, and what ours makes of them, as JSON for run.mjs: it holds each peer's output against ours before it times it.</summary>
internal static class PeerInputs
{
    /// <summary>The JSON.</summary>
    public static string ToJson()
    {
        using System.Security.Cryptography.ECDsa key = BenchmarkInputs.CreateKey();
        IvsPlaybackTokenRequest token = new(BenchmarkInputs.IvsChannelArn, BenchmarkInputs.Time.AddSeconds(300)) { ViewerId = BenchmarkInputs.ViewerId };
        return JsonSerializer.Serialize(new
        {
            accessKeyId = BenchmarkInputs.AccessKey,
            secretAccessKey = BenchmarkInputs.SecretKey,
            endpoint = BenchmarkInputs.Endpoint,
            region = "us-west-2",
            channelArn = BenchmarkInputs.ChannelArn,
            clientId = BenchmarkInputs.ClientId,
            time = BenchmarkInputs.Time.UtcDateTime,
            life = BenchmarkInputs.Life.TotalSeconds,
            urls = BenchmarkInputs.TokenLengths.Select(Url),
            headers = BenchmarkInputs.HeaderTexts.ToDictionary(static h => h.Name, static h => h.Value),
            streamRegion = "us-east-1",
            streamService = "transcribe",
            frames = BenchmarkInputs.PayloadLengths.Select(Frame),
            privateKey = key.ExportPkcs8PrivateKeyPem(),
            publicKey = key.ExportSubjectPublicKeyInfoPem(),
            token = new IvsPlaybackTokenSigner(key).Sign(token, BenchmarkInputs.Time).Token,
        });
    }

    private static object Url(int tokenLength) => new
    {
        task = tokenLength == 0 ? "signaling URL" : $"signaling URL, session token of {tokenLength}",
        sessionToken = BenchmarkInputs.SessionToken(tokenLength),
        signature = KvsSignalingSigner.Sign(
            KvsSignalingRequest.FromParts(BenchmarkInputs.Endpoint, BenchmarkInputs.ChannelArn, BenchmarkInputs.ClientId),
            BenchmarkInputs.Credential(tokenLength),
            BenchmarkInputs.Time).Signature,
    };

    private static object Frame(int length)
    {
        byte[] payload = BenchmarkInputs.Bytes(length);
        EventStreamFramer signed = new(BenchmarkInputs.Headers(), BenchmarkInputs.StreamSigner());
        return new
        {
            length,
            payload,
            frame = new EventStreamFramer(BenchmarkInputs.Headers()).Frame(payload, BenchmarkInputs.Time).Bytes,

            // Two, so that the chain is seen to be the same.
            signed = new[] { signed.Frame(payload, BenchmarkInputs.Time).Bytes, signed.Frame(payload, BenchmarkInputs.Time).Bytes },
        };
    }
}
