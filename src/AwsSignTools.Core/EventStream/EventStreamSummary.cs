using AwsSignTools.Findings;

namespace AwsSignTools.EventStream;

/// <summary>What was written of a stream to a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Frames">How many frames, the one that ends the stream included.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="Signature">The last frame's signature, to go on from; null if frames are not signed.</param>
public sealed record EventStreamSummary(string Path, long Frames, long Bytes, string? Signature)
{
    /// <summary>The file, and what is in it.</summary>
    public override string ToString() => SafeText.Escape($"{Path}: {Frames} frames, {Bytes} bytes");
}
