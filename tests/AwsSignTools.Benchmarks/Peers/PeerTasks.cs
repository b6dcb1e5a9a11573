using System.Collections.Generic;

namespace AwsSignTools.Benchmarks.Peers;

/// <summary>The work that is compared, by the names that run.mjs has too.</summary>
internal static class PeerTasks
{
    public const string Floor = "floor";
    public const string Ours = "AwsSignTools";
    private const string Sdk = "AWSSDK.Core";

    /// <summary>Each task, set up and checked when its turn comes.</summary>
    public static IEnumerable<PeerTask> All()
    {
        foreach (int length in BenchmarkInputs.TokenLengths)
        {
            PresignBenchmarks presign = new() { TokenLength = length };
            presign.Setup();
            yield return new PeerTask(
                length == 0 ? "signaling URL" : $"signaling URL, session token of {length}",
                [new(Floor, presign.Floor), new(Ours, () => presign.Url()), new(Sdk, () => presign.AwsSdk())]);
        }

        foreach (int length in BenchmarkInputs.PayloadLengths)
        {
            FrameBenchmarks frame = new() { Length = length };
            frame.Setup();
            yield return new PeerTask($"signed frame of {length}", [new(Floor, () => frame.Floor()), new(Ours, () => frame.Frame())]);

            EncodeBenchmarks encode = new() { Length = length };
            encode.Setup();
            yield return new PeerTask(
                $"frame of {length}", [new(Floor, () => encode.Floor()), new(Ours, () => encode.Frame()), new(Sdk, () => encode.AwsSdk())]);

            DecodeBenchmarks decode = new() { Length = length };
            decode.Setup();
            yield return new PeerTask(
                $"decode of {length}",
                [
                    new(Floor, () => decode.Floor(), DecodeBenchmarks.Frames),
                    new(Ours, () => decode.Decode(), DecodeBenchmarks.Frames),
                    new(Sdk, () => decode.AwsSdk(), DecodeBenchmarks.Frames),
                ]);
        }

        TokenBenchmarks token = new();
        token.Setup();
        yield return new PeerTask(
            "playback token",
            [new(Floor, () => token.Floor()), new(Ours, () => token.Token()), new("Microsoft.IdentityModel", () => token.IdentityModel())]);
        token.Cleanup();
    }
}
